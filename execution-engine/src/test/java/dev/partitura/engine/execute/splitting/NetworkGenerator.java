package dev.partitura.engine.execute.splitting;

import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Random networks of 3 to 12 ops, mostly valid: inputs with an open batch axis, under one symbol
/// or each under its own, or of a fixed size, and ops of every kind that keeps, mixes or counts
/// rows. The same seed makes the same network.
final class NetworkGenerator {
  private static final List<Consumer<Draft>> KEEPING =
      join(ElementwiseRecipes.ALL, LayoutRecipes.ALL);
  private static final List<Consumer<Draft>> DARING =
      join(ShapeReadingRecipes.ALL, MixingRecipes.ALL, BodyRecipes.ALL);
  private static final int MOST_ATTEMPTS = 60;
  private static final int[] BATCHES = {1, 2, 2, 3, 4, 4, 4, 5, 6, 7, 8, 8};

  private NetworkGenerator() {}

  @SafeVarargs
  private static List<Consumer<Draft>> join(List<Consumer<Draft>>... lists) {
    var all = new ArrayList<Consumer<Draft>>();
    for (var list : lists) {
      all.addAll(list);
    }
    return all;
  }

  static Trial make(long seed) {
    var random = new SplittableRandom(seed);
    int batch = BATCHES[random.nextInt(BATCHES.length)];
    int part = Math.ceilDiv(batch, 1 << random.nextInt(1, 3));
    var draft = new Draft(random, batch, part);
    addInputs(draft);
    int wanted = 3 + random.nextInt(10);
    int daring = random.nextInt(4);
    for (int i = 0; i < MOST_ATTEMPTS && draft.opCount() < wanted; i++) {
      var recipes = random.nextInt(4) < daring ? DARING : KEEPING;
      recipes.get(random.nextInt(recipes.size())).accept(draft);
    }
    return draft.finish(seed);
  }

  private static void addInputs(Draft d) {
    int style = d.chance(8);
    int count = 1 + d.chance(3);
    for (int i = 0; i < count; i++) {
      var type =
          i == 0 || d.chance(2) == 0
              ? DataType.FLOAT
              : d.chance(3) == 0 ? DataType.BOOL : DataType.INT64;
      int rank = 1 + d.chance(i == 0 ? 4 : 3);
      var sizes = new long[rank];
      for (int axis = 1; axis < rank; axis++) {
        sizes[axis] = d.chance(5) == 0 ? d.batch : 1 + d.chance(4);
      }
      boolean batched = i == 0 || d.chance(6) > 0;
      sizes[0] = batched ? d.batch : d.chance(2) == 0 ? d.batch : 1 + d.chance(4);
      var whole = Shape.of(sizes);
      var declared =
          switch (style) {
            case 0 -> whole;
            case 1 -> batched ? Shape.of(whole.withSymbol(0, "").sizes()) : whole;
            case 2, 3, 4 -> batched ? whole.withSymbol(0, "own" + i) : whole;
            case 5 -> rank > 1 && i > 0 ? whole.withSymbol(1, "N") : whole.withSymbol(0, "N");
            default -> batched ? whole.withSymbol(0, "N") : whole;
          };
      d.input(
          new TensorType(type, declared),
          Numbers.of(d.random, new TensorType(type, whole)),
          batched ? whole.withSize(0, d.part) : whole);
    }
  }
}
