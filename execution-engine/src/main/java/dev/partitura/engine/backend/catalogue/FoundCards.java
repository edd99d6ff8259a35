package dev.partitura.engine.backend.catalogue;

import dev.partitura.engine.cluster.CardFinder;
import dev.partitura.engine.problem.Phrase;
import java.util.List;

/// The cards of all drivers, as a service to those who describe clusters.
public final class FoundCards implements CardFinder {
  @Override
  public List<Card> cards() {
    return GpuDrivers.cards().stream()
        .map(card ->
            new Card(
                card.name(),
                card.driver() + ": " + card.version(),
                card.capability(),
                card.memoryBytes(),
                card.computeUnits(),
                card.isProcessor()))
        .toList();
  }

  @Override
  public List<Phrase> absences() {
    return GpuDrivers.absences();
  }
}
