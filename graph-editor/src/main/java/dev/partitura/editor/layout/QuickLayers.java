package dev.partitura.editor.layout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A layered layout for levels of thousands of boxes: each box one layer behind the last it reads
/// from, and in its layer about where those lie. Lines have no bends. Cost O(n log n).
final class QuickLayers {
  private static final double LAYER_GAP = 46;
  private static final double NODE_GAP = 22;

  private final Level level;
  private final List<List<Integer>> after = new ArrayList<>();
  private final List<List<Integer>> before = new ArrayList<>();
  private final int[] layer;

  private QuickLayers(Level level) {
    this.level = level;
    layer = new int[level.members().size()];
    for (int i = 0; i < layer.length; i++) {
      after.add(new ArrayList<>());
      before.add(new ArrayList<>());
    }
    for (var line : level.lines()) {
      after.get(line.from()).add(line.to());
      before.get(line.to()).add(line.from());
    }
  }

  static Level.Placed place(Level level) {
    return new QuickLayers(level).run();
  }

  private Level.Placed run() {
    var layers = layers();
    var xs = new double[layer.length];
    var ys = new double[layer.length];
    double x = 0;
    for (var column : layers) {
      double width = column.stream().mapToDouble(i -> size(i).width()).max().orElse(0);
      column.sort(Comparator.comparingDouble(i -> wanted(i, ys)));
      double wanted = column.stream().mapToDouble(i -> wanted(i, ys)).average().orElse(0);
      double height = column.stream().mapToDouble(i -> size(i).height() + NODE_GAP).sum();
      double y = wanted - (height - NODE_GAP) / 2;
      for (int i : column) {
        xs[i] = Math.rint(x + width / 2);
        ys[i] = Math.rint(y + size(i).height() / 2);
        y += size(i).height() + NODE_GAP;
      }
      x += width + LAYER_GAP;
    }
    var bends = new ArrayList<double[]>();
    level.lines().forEach(_ -> bends.add(new double[0]));
    return new Level.Placed(xs, ys, bends);
  }

  private Level.Member size(int member) {
    return level.members().get(member);
  }

  private double wanted(int member, double[] ys) {
    return before.get(member).stream().mapToDouble(i -> ys[i]).average().orElse(0);
  }

  private List<List<Integer>> layers() {
    var waiting = new int[layer.length];
    var ready = new ArrayDeque<Integer>();
    for (int i = 0; i < layer.length; i++) {
      waiting[i] = before.get(i).size();
      if (waiting[i] == 0) {
        ready.add(i);
      }
    }
    var done = new boolean[layer.length];
    for (var next = ready.poll(); next != null; next = ready.poll()) {
      done[next] = true;
      for (int reader : after.get(next)) {
        layer[reader] = Math.max(layer[reader], layer[next] + 1);
        if (--waiting[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    var layers = new ArrayList<List<Integer>>();
    for (int i = 0; i < layer.length; i++) {
      // What reads from itself by a circle stands at the beginning.
      int at = done[i] ? layer[i] : 0;
      while (layers.size() <= at) {
        layers.add(new ArrayList<>());
      }
      layers.get(at).add(i);
    }
    layers.removeIf(List::isEmpty);
    return layers;
  }
}
