package dev.partitura.engine.network.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.partitura.engine.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Whatever a file holds, it is read or refused with sentences; nothing else escapes.
class OnnxFuzzTest {
  private static final int ROUNDS = 20_000;

  @Test
  void damagedModelsAreReadOrRefusedInWords() {
    var models =
        List.of(
            OnnxWriter.bytesOf(Models.rich()),
            Models.functions().build().toByteArray(),
            Models.model(Models.relu()).build().toByteArray());
    var random = new SplittableRandom(20_26);
    int refusedCount = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var bytes = mutated(models.get(round % models.size()), random);
      try {
        OnnxReader.read(bytes, "fuzzed");
      } catch (ProblemException refusal) {
        refusedCount++;
        var text = String.valueOf(refusal.getMessage());
        assertTrue(text.length() > 12 && !text.contains("Exception"), text);
      } catch (RuntimeException | Error fault) {
        fail("Round " + round + " of seed 2026 let " + fault + " escape", fault);
      }
    }
    assertTrue(refusedCount > ROUNDS / 4, refusedCount + " refused");
  }

  static byte[] mutated(byte[] original, SplittableRandom random) {
    var bytes = original.clone();
    int edits = 1 + random.nextInt(8);
    for (int edit = 0; edit < edits && bytes.length > 1; edit++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, at + 1);
        case 3 -> {
          int length = Math.min(random.nextInt(16), bytes.length - at);
          var shorter = new byte[bytes.length - length];
          System.arraycopy(bytes, 0, shorter, 0, at);
          System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
          bytes = shorter;
        }
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(32), bytes.length - Math.max(from, at));
          System.arraycopy(bytes, from, bytes, at, length);
        }
      }
    }
    return bytes;
  }
}
