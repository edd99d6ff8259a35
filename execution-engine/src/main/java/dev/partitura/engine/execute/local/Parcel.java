package dev.partitura.engine.execute.local;

import dev.partitura.engine.backend.Buffer;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// What one transfer sends or receives at this end.
sealed interface Parcel {
  /// Memory of a fixed place, sent from there and received there without a copy, piece by piece.
  record Fixed(List<MemorySegment> pieces) implements Parcel {
    /// MPI counts the bytes of a message in 31 bits.
    private static final long MOST_BYTES = 1L << 30;

    static Fixed of(List<MemorySegment> parts) {
      var pieces = new ArrayList<MemorySegment>();
      for (var part : parts) {
        long at = 0;
        do {
          long bytes = Math.min(MOST_BYTES, part.byteSize() - at);
          pieces.add(part.asSlice(at, bytes));
          at += bytes;
        } while (at < part.byteSize());
      }
      return new Fixed(List.copyOf(pieces));
    }
  }

  /// A value whose size only the run tells: its type goes ahead.
  record Open(Buffer buffer) implements Parcel {}
}
