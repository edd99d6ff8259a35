package dev.partitura.engine.training;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.NetworkTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Cuts the ops of a stage that are all done again into segments. What crosses a cut is kept; a
/// segment is done again as a whole right before its way back, so that the inside of one segment at
/// a time is there. Cuts are made only where little more than one value crosses, as between the
/// blocks of most networks, and chosen so that all that is kept and the largest inside together are
/// least. Source: Chen et al. 2016, arXiv:1604.06174. Pure; cost O(ops + cuts²).
final class Segments {
  /// Bytes that may cross beside the largest value, as a share of it.
  private static final double BESIDE = 1.0 / 16;

  /// Of an inside there are the values and their gradients.
  private static final double INSIDE = 2;

  /// From one bound on an inside that is tried to the next.
  private static final double WIDER = 1.1;

  private final List<Op> ops;
  private final double[] bytes;
  private final int[] lastRead;
  private final int held;

  private Segments(List<Op> ops, NetworkTypes types, int held) {
    this.ops = ops;
    this.held = held;
    bytes = new double[ops.size()];
    lastRead = new int[ops.size()];
    Arrays.fill(lastRead, -1);
    Map<String, Integer> maker = new HashMap<>();
    for (int at = 0; at < ops.size(); at++) {
      var op = ops.get(at);
      for (var value : op.dependencies()) {
        var made = maker.get(value);
        if (made != null) {
          lastRead[made] = at;
        }
      }
      for (var value : op.outputs()) {
        var type = types.type(value);
        bytes[at] += type == null || !type.isStatic() ? 0 : type.sizeBytes();
        maker.put(value, at);
      }
    }
  }

  /// Ops whose results are kept.
  ///
  /// @param ops of a stage that may be done again, in an order in which they can be done
  /// @param held micro-batches for which it keeps something at once
  static Set<OpId> bounds(List<Op> ops, NetworkTypes types, int held) {
    return new Segments(ops, types, held).bounds();
  }

  /// A place between two ops.
  ///
  /// @param after number of the op before it
  /// @param crossing ops before it whose results are read behind it
  /// @param before bytes that all ops before it make
  private record Cut(int after, Set<Integer> crossing, double crossingBytes, double before) {}

  private Set<OpId> bounds() {
    var cuts = cuts();
    var found = new HashSet<OpId>();
    double least = Double.POSITIVE_INFINITY;
    List<Cut> best = List.of();
    double all = Arrays.stream(bytes).sum();
    for (double most = widestStep(cuts, all); ; most *= WIDER) {
      var chosen = within(cuts, all, most);
      double kept = chosen.stream().mapToDouble(Cut::crossingBytes).sum();
      double cost = held * kept + INSIDE * Math.min(most, all);
      if (cost < least) {
        least = cost;
        best = chosen;
      }
      if (most >= all) {
        break;
      }
    }
    best.forEach(cut -> cut.crossing().forEach(op -> found.add(ops.get(op).id())));
    return found;
  }

  private List<Cut> cuts() {
    var cuts = new ArrayList<Cut>();
    var open = new HashSet<Integer>();
    double before = 0;
    for (int at = 0; at < ops.size() - 1; at++) {
      int here = at;
      before += bytes[at];
      open.removeIf(op -> lastRead[op] <= here);
      if (lastRead[at] > at) {
        open.add(at);
      }
      double sum = 0;
      double largest = 0;
      for (int op : open) {
        sum += bytes[op];
        largest = Math.max(largest, bytes[op]);
      }
      if (largest > 0 && sum - largest <= BESIDE * largest) {
        cuts.add(new Cut(at, Set.copyOf(open), sum, before));
      }
    }
    return cuts;
  }

  /// The inside that no choice of cuts can avoid.
  private static double widestStep(List<Cut> cuts, double all) {
    double widest = 0;
    double from = 0;
    for (var cut : cuts) {
      widest = Math.max(widest, cut.before() - from);
      from = cut.before();
    }
    return Math.max(1, Math.max(widest, all - from));
  }

  /// The cuts across which least is kept, where no inside is larger than `most`.
  private static List<Cut> within(List<Cut> cuts, double all, double most) {
    int end = cuts.size() + 1;
    var kept = new double[end + 1];
    var from = new int[end + 1];
    Arrays.fill(kept, 1, end + 1, Double.POSITIVE_INFINITY);
    for (int to = 1; to <= end; to++) {
      double until = to == end ? all : cuts.get(to - 1).before();
      double crossing = to == end ? 0 : cuts.get(to - 1).crossingBytes();
      for (int start = to - 1; start >= 0; start--) {
        double since = start == 0 ? 0 : cuts.get(start - 1).before();
        if (until - since > most) {
          break;
        }
        if (kept[start] + crossing < kept[to]) {
          kept[to] = kept[start] + crossing;
          from[to] = start;
        }
      }
    }
    var chosen = new ArrayList<Cut>();
    for (int at = from[end]; at > 0; at = from[at]) {
      chosen.add(cuts.get(at - 1));
    }
    return chosen;
  }
}
