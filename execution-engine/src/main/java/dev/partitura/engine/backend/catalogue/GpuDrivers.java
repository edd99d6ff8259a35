package dev.partitura.engine.backend.catalogue;

import dev.partitura.engine.backend.gpu.GpuCard;
import dev.partitura.engine.backend.gpu.GpuContext;
import dev.partitura.engine.backend.gpu.GpuDriver;
import dev.partitura.engine.backend.gpu.cuda.CudaDriver;
import dev.partitura.engine.backend.gpu.opencl.OpenClDriver;
import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.ProblemException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The catalogue of drivers, one line each, and the cards that they find: looked for when somebody
/// asks for the first time, and not before. Any thread.
public final class GpuDrivers {
  private static final List<GpuDriver> ALL = List.of(new CudaDriver(), new OpenClDriver());
  private static final Map<Integer, GpuContext> OPENED = new HashMap<>();

  private GpuDrivers() {}

  private record Entry(GpuDriver driver, GpuCard card) {}

  private static final class Found {
    static final List<Entry> ENTRIES = new ArrayList<>();
    static final List<Phrase> ABSENCES = new ArrayList<>();

    static {
      for (var driver : ALL) {
        var found = driver.find();
        found.cards().stream()
            .filter(card -> !isKnown(card))
            .forEach(card -> ENTRIES.add(new Entry(driver, card)));
        if (found.cards().isEmpty()) {
          ABSENCES.add(found.absence());
        }
      }
      // Cards before processors that pose as one.
      ENTRIES.sort(Comparator.comparing(entry -> entry.card().isProcessor()));
    }
  }

  /// Whether another driver has found the cards of this make, so that none is there twice.
  private static boolean isKnown(GpuCard card) {
    return Found.ENTRIES.stream()
        .map(Entry::card)
        .anyMatch(known ->
            !known.driver().equals(card.driver()) && card.vendor().startsWith(known.vendor()));
  }

  /// The cards of this machine, in the order of their numbers in a cluster.
  public static List<GpuCard> cards() {
    return Found.ENTRIES.stream().map(Entry::card).toList();
  }

  /// Why a driver finds no cards, a sentence for each that does not.
  public static List<Phrase> absences() {
    return List.copyOf(Found.ABSENCES);
  }

  /// A card by its number, opened once and kept open.
  ///
  /// @throws ProblemException `gpu.none` when there is no such card
  public static synchronized GpuContext open(int number) {
    var entries = Found.ENTRIES;
    if (number < 0 || number >= entries.size()) {
      throw none(number + 1);
    }
    return OPENED.computeIfAbsent(number, n -> entries.get(n).driver().open(entries.get(n).card()));
  }

  /// The card, of those that are open, to whose memory a segment belongs.
  public static synchronized Optional<GpuContext> owner(MemorySegment memory) {
    return OPENED.values().stream().filter(card -> card.owns(memory)).findFirst();
  }

  /// The refusal of more cards than there are.
  static ProblemException none(int wanted) {
    var reason =
        Found.ABSENCES.isEmpty() ? Phrase.of("words.gpu.fewer") : Found.ABSENCES.getFirst();
    return ProblemException.of("gpu.none", "gpu:" + wanted, wanted, cards().size(), reason);
  }
}
