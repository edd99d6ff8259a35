package dev.partitura.engine.backend.gpu;

import dev.partitura.engine.problem.Phrase;
import java.util.List;

/// How cards of one make of driver are found and opened. Any thread.
public interface GpuDriver {
  /// Cost: loads the library of the driver, up to some tenths of a second; asked once.
  Found find();

  /// @throws dev.partitura.engine.problem.ProblemException when the driver refuses
  GpuContext open(GpuCard card);

  /// What was found.
  ///
  /// @param absence why there are no cards, a sentence; of no account where there are some
  record Found(List<GpuCard> cards, Phrase absence) {
    public Found {
      cards = List.copyOf(cards);
    }
  }
}
