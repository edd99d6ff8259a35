package dev.partitura.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PackedConstantsTest {
  private static final int COUNT = 16_384;
  private static final int PACKED = 200;

  /// Elements that are made when wanted belong to the garbage collector, and the library knows them
  /// by their address alone. Where they did not outlive the packing, 16 of 4,000 were wrong.
  @Test
  void whatIsMadeForPackingOutlivesIt() throws InterruptedException {
    var over = new AtomicBoolean();
    var collector =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (!over.get()) {
                System.gc();
              }
            });
    var reuser =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (!over.get()) {
                try (var arena = Arena.ofConfined()) {
                  for (int i = 0; i < 20; i++) {
                    arena.allocate(COUNT * (long) Float.BYTES, 64).fill((byte) 0x5a);
                  }
                }
              }
            });
    int wrong = 0;
    try {
      for (int seed = 0; seed < PACKED; seed++) {
        wrong += isPackedRight(seed) ? 0 : 1;
      }
    } finally {
      over.set(true);
      collector.join();
      reuser.join();
    }
    assertEquals(0, wrong, "packed wrongly of " + PACKED);
  }

  private static boolean isPackedRight(int seed) {
    var constant =
        new Constant(TensorType.of(DataType.FLOAT, COUNT), new ConstantSource.Uniform(seed, 0, 1));
    try (var arena = Arena.ofConfined()) {
      var loading = Loading.into(arena, _ -> true);
      var view = Layout.plain(COUNT);
      long address = loading.packed().pack(constant, view, loading.descriptors().of(view), 1);
      var packed = MemorySegment.ofAddress(address).reinterpret(COUNT * (long) Float.BYTES);
      return packed.mismatch(constant.tensor().data()) < 0;
    }
  }
}
