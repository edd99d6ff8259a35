package dev.partitura.engine.execute.splitting;

import static dev.partitura.engine.execute.splitting.HandMade.op;
import static dev.partitura.engine.execute.splitting.HandMade.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.execute.splitting.Trial.Result;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A partial sum that several ops read, some as it is and some summed, some of which only see its
/// memory with other axes and some of which are read outside: each is summed once.
class PartialSumsTest {
  private static final int COUNT = 250;
  private static final int MOST_OPS = 5;
  private static final List<String> PLANS =
      List.of(
          "tensor=2",
          "data=2,tensor=2",
          "pipeline=2,tensor=2,micro-batches=1",
          "pipeline=2,tensor=2,micro-batches=2");

  @Test
  void eachIsSummedOnce() {
    int ran = 0;
    for (int seed = 0; seed < COUNT; seed++) {
      var made = make(new SplittableRandom(seed));
      var unsplit = made.trial().run("single");
      assertTrue(unsplit instanceof Result.Ran, () -> unsplit + "\n" + made.trial());
      for (var plan : PLANS) {
        var result = made.trial().run(plan);
        int number = seed;
        assertEquals(
            "",
            Trial.wrong(result, unsplit),
            () -> "network " + number + " under " + plan + "\n" + made.trial());
        ran += result instanceof Result.Ran ? 1 : 0;
      }
    }
    assertTrue(ran > COUNT, "only " + ran + " of " + COUNT * PLANS.size() + " pairs ran");
  }

  /// Messages need memory that is there before the run, whatever the indices come from.
  @Test
  void whatIsReadBySizesOfTheRunIsSummedToo() {
    var trial =
        HandMade.of(
                "sizes",
                3,
                b -> {
                  var words = HandMade.rows(b, "x", DataType.BOOL, "N");
                  var size = b.op("Shape", b.op("NonZero", words));
                  var places = b.op("Min", size, HandMade.longs(b, 3));
                  b.output(b.op("Gather", HandMade.floats(b, 4, 3), places));
                })
            .trial();
    assertTrue(trial.run("tensor=2") instanceof Result.Ran, () -> trial.run("tensor=2").toString());
    assertEquals("", trial.wrong("tensor=2"));
  }

  private static HandMade make(SplittableRandom random) {
    return HandMade.of("partial sums", 2, b -> describe(b, random));
  }

  private static void describe(NetworkBuilder b, SplittableRandom random) {
    int places = random.nextInt(1, 3);
    var made = new ArrayList<String>();
    made.add(
        random.nextBoolean()
            ? op(
                b,
                "Gather",
                with("axis", 0),
                HandMade.floats(b, 4, 3),
                HandMade.rows(b, "words", DataType.INT64, "N", places))
            : b.op(
                "MatMul",
                b.op(
                    "Relu",
                    b.op("MatMul", HandMade.rows(b, "x", places, 2), HandMade.floats(b, 2, 4))),
                b.initializer("back", Numbers.floats(random, Shape.of(4, 3)))));
    int count = random.nextInt(1, MOST_OPS + 1);
    for (int i = 0; i < count; i++) {
      var from = made.get(random.nextInt(made.size()));
      made.add(read(b, random, from));
    }
    var outputs = new ArrayList<String>();
    for (var value : made) {
      if (random.nextBoolean()) {
        outputs.add(random.nextBoolean() ? value : b.op("Relu", value));
      }
    }
    outputs.add(made.getLast());
    outputs.stream().distinct().forEach(b::output);
  }

  /// Keeps `[N, places, 3]`, so that any may be read by any.
  private static String read(NetworkBuilder b, SplittableRandom random, String from) {
    return switch (random.nextInt(7)) {
      case 0 -> b.op("Identity", from);
      case 1 -> b.op("Neg", from);
      case 2 ->
          op(
              b,
              "Transpose",
              with("perm", new long[] {2, 0, 1}),
              op(b, "Transpose", with("perm", new long[] {1, 2, 0}), from));
      case 3 ->
          b.op("Squeeze", b.op("Unsqueeze", from, HandMade.longs(b, 1)), HandMade.longs(b, 1));
      case 4 -> b.op("Relu", from);
      case 5 -> op(b, "Softmax", with("axis", 2), from);
      default -> b.op("Add", from, from);
    };
  }
}
