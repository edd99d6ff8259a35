package dev.partitura.engine.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.network.onnx.TensorFile;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDataTest {
  @TempDir private Path folder;

  private Dataset csv(String text) throws IOException {
    var file = folder.resolve("data.csv");
    Files.writeString(file, text);
    return Datasets.of(file.toString(), 1);
  }

  /// The sentence of a refusal, without the folder.
  private String refusal(String text) {
    var refused = assertThrows(ProblemException.class, () -> csv(text));
    return refused.problems().getFirst().message().replace(folder + "/", "");
  }

  @Test
  void aTableIsReadWithAndWithoutNames() throws IOException {
    for (var text :
        new String[] {
          "1,2.5,0\n3,-4e1,2\n5,6,1\n",
          "x,y,class\n1,2.5,0\n3,-4e1,2\n5,6,1",
          "\"x\";\"y\";\"class\"\r\n1;2.5;0\r\n\r\n3;-4e1;2\r\n5;6;1\r\n"
        }) {
      var data = csv(text);
      assertEquals(3, data.classes());
      assertEquals(2, data.train().count());
      assertEquals(1, data.test().count());
      double sum = 0;
      for (var samples : new Samples[] {data.train(), data.test()}) {
        for (int i = 0; i < samples.count(); i++) {
          sum += samples.inputs().floatAt(2 * i) * (1 + samples.labels().longAt(i));
          sum += 100 * samples.inputs().floatAt(2 * i + 1);
        }
      }
      assertEquals(1 + 9 + 10 + 100 * (2.5 - 40 + 6), sum, 1e-4);
    }
  }

  @Test
  void aFirstLineOfWhatIsNoNumberIsNoLineOfNames() {
    for (var first : new String[] {"NaN,NaN,cat", "nan,1,0", "x,-inf,0"}) {
      assertTrue(refusal(first + "\n1,2,0\n3,4,1\n").contains("ine 1"), first);
    }
  }

  @Test
  void aFifthIsKeptForTesting() throws IOException {
    var text = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      text.append(i).append(',').append(i % 2).append('\n');
    }
    var data = csv(text.toString());
    assertEquals(40, data.train().count());
    assertEquals(10, data.test().count());
    var seen = new boolean[50];
    for (var samples : new Samples[] {data.train(), data.test()}) {
      for (int i = 0; i < samples.count(); i++) {
        int number = (int) samples.inputs().floatAt(i);
        assertEquals(number % 2, samples.labels().longAt(i));
        seen[number] = true;
      }
    }
    for (var each : seen) {
      assertTrue(each);
    }
  }

  @Test
  void badTablesAreToldWithTheLine() {
    assertEquals("data.csv has 2 columns in line 2 and 3 before.", refusal("1,2,0\n1,0\n"));
    assertEquals(
        "data.csv has the label \"cat\" in line 2, which is no whole number from 0 up.",
        refusal("1,2,0\n1,2,cat\n"));
    assertEquals(
        "data.csv has the label \"-1\" in line 1, which is no whole number from 0 up.",
        refusal("1,2,-1\n"));
    assertEquals(
        "data.csv has the label \"0.5\" in line 1, which is no whole number from 0 up.",
        refusal("1,2,0.5\n"));
    assertEquals(
        "data.csv has \"?\" in line 3, column 2, which is no number.",
        refusal("x,y,class\n1,2,0\n1,?,0\n"));
    assertEquals(
        "data.csv has \"\" in line 2, column 1, which is no number.", refusal("1,2,0\n,2,0\n"));
    assertEquals(
        "data.csv has \"1e99\" in line 1, column 1, which is no number.", refusal("1e99,0\n"));
    assertEquals("data.csv holds no samples.", refusal(""));
    assertEquals("data.csv holds no samples.", refusal("x,y,class\n"));
    assertEquals("data.csv has a single column in line 1.", refusal("1\n2\n"));
    assertEquals(
        "data.csv holds 1 sample, too few to train on some and test on others.",
        refusal("1,2,0\n"));
  }

  @Test
  void tensorsAreRead() {
    var inputs = Tensor.allocate(TensorType.of(DataType.UINT8, 10, 2, 3));
    var labels = Tensor.allocate(TensorType.of(DataType.INT32, 10, 1));
    for (int i = 0; i < 60; i++) {
      inputs.setLong(i, 10L + i / 6);
    }
    for (int i = 0; i < 10; i++) {
      labels.setLong(i, i % 4);
    }
    write("input_0.pb", inputs);
    write("output_0.pb", labels);
    var pair = folder.resolve("input_0.pb") + "," + folder.resolve("output_0.pb");
    for (var text : new String[] {folder.toString(), pair}) {
      var data = Datasets.of(text, 4);
      assertEquals(4, data.classes());
      assertEquals("8×2×3", data.train().inputs().shape().toString());
      assertEquals("8", data.train().labels().shape().toString());
      for (int i = 0; i < 8; i++) {
        long number = (long) data.train().inputs().floatAt(6 * i) - 10;
        assertEquals(number % 4, data.train().labels().longAt(i));
      }
    }
  }

  private void write(String name, Tensor tensor) {
    TensorFile.write(folder.resolve(name), "it", tensor);
  }

  @Test
  void tensorsThatDoNotFitAreTold() {
    assertEquals("training.data.folder", tensorRefusal());
    write("inputs.pb", Tensor.ofFloats(new float[6], 3, 2));
    write("labels.pb", Tensor.ofLongs(new long[4], 4));
    assertEquals("training.data.count", tensorRefusal());
    write("labels.pb", Tensor.ofFloats(new float[3], 3));
    assertEquals("training.data.labels", tensorRefusal());
    write("labels.pb", Tensor.ofLongs(new long[] {0, 1, -1}, 3));
    assertEquals("training.data.range", tensorRefusal());
    write("inputs.pb", Tensor.ofFloats(new float[3], 3));
    assertEquals("training.data.inputs", tensorRefusal());
  }

  private String tensorRefusal() {
    return assertThrows(ProblemException.class, () -> Datasets.of(folder.toString(), 1))
        .problems()
        .getFirst()
        .code();
  }

  @Test
  void whatIsNoDataIsTold() {
    for (var text : new String[] {"letters", "data.txt", "a\0b"}) {
      var refused = assertThrows(ProblemException.class, () -> Datasets.of(text, 1));
      assertEquals("training.data.unknown", refused.problems().getFirst().code(), text);
    }
    var missing =
        assertThrows(
            ProblemException.class, () -> Datasets.of(folder.resolve("no.csv").toString(), 1));
    assertEquals("file.missing", missing.problems().getFirst().code());
  }
}
