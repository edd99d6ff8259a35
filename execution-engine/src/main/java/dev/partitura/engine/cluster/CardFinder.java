package dev.partitura.engine.cluster;

import dev.partitura.engine.problem.Phrase;
import java.util.List;
import java.util.ServiceLoader;

/// Finds the graphics cards of this machine. What knows drivers offers itself as a service, so that
/// a cluster can be described without them.
public interface CardFinder {
  /// In the order of their numbers. Cost: loads the libraries of drivers when asked first.
  List<Card> cards();

  /// Why there are no more than these, as sentences.
  List<Phrase> absences();

  /// A card as far as a cluster is concerned.
  ///
  /// @param driver by which it is reached, with the version
  /// @param capability what its kernels may use, in the words of the driver
  /// @param isProcessor whether it is a CPU that poses as a card
  record Card(
      String name,
      String driver,
      String capability,
      long memoryBytes,
      int computeUnits,
      boolean isProcessor) {}

  /// That of this program; one that finds nothing where the program has none.
  static CardFinder ofThisMachine() {
    return ServiceLoader.load(CardFinder.class).findFirst().orElseGet(NoCards::new);
  }

  /// Where no driver is known.
  record NoCards() implements CardFinder {
    @Override
    public List<Card> cards() {
      return List.of();
    }

    @Override
    public List<Phrase> absences() {
      return List.of();
    }
  }
}
