package dev.partitura.editor.layout;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Finds blocks in a list of ops whose names say nothing. The list is cut wherever a single value
/// is alive, which gives branching segments and plain ops; then the sequence of segments that
/// repeats most becomes a block at each of its places.
final class StructureFinder {
  private static final int LONGEST_MOTIF = 40;
  private static final int WIDELY_READ = 8;

  private final Network network;
  private final OpGraph graph;
  private final String within;
  private final Map<String, Integer> numbers = new HashMap<>();

  StructureFinder(Network network, OpGraph graph, String within) {
    this.network = network;
    this.graph = graph;
    this.within = within;
  }

  private record Segment(List<Integer> ops, String shape) {}

  List<Block> find(List<OpId> ops) {
    var segments =
        segments(
            ops.stream().map(graph::index).sorted(Comparator.comparingInt(graph::rank)).toList());
    var blocks = new ArrayList<Block>();
    var taken = new boolean[segments.size()];
    for (var motif = best(segments, taken); motif.length > 0; motif = best(segments, taken)) {
      for (int start : motif.starts) {
        var members = new ArrayList<Integer>();
        for (int i = start; i < start + motif.length; i++) {
          members.addAll(segments.get(i).ops());
          taken[i] = true;
        }
        blocks.add(block(members));
      }
    }
    for (int i = 0; i < segments.size(); i++) {
      if (!taken[i] && segments.get(i).ops().size() > 2) {
        blocks.add(block(segments.get(i).ops()));
      }
    }
    blocks.sort(Comparator.comparingInt(block -> graph.rank(block.ops().getFirst())));
    return blocks.stream().map(this::named).toList();
  }

  private Block block(List<Integer> members) {
    var ops =
        members.stream()
            .sorted(Comparator.comparingInt(graph::rank))
            .map(i -> network.ops().get(i).id())
            .toList();
    return new Block("", "", ops, List.of());
  }

  private Block named(Block block) {
    var traits = EnumSet.noneOf(Trait.class);
    for (var id : block.ops()) {
      var operator = Operators.find(network.ops().get(graph.index(id)));
      traits.addAll(operator == null ? Set.of() : operator.traits());
    }
    boolean branches =
        block.ops().stream()
            .anyMatch(op ->
                graph.before(graph.index(op)).stream()
                        .filter(i -> block.ops().contains(network.ops().get(i).id()))
                        .count()
                    > 1);
    var word =
        traits.contains(Trait.WEIGHS) && traits.contains(Trait.HEAD)
            ? "attention"
            : branches && traits.contains(Trait.JOINS_BRANCHES)
                ? "branches"
                : branches && traits.contains(Trait.RESIDUAL_SUM)
                    ? "residual"
                    : traits.contains(Trait.TAKES_SCALE) ? "conv" : "block";
    int number = numbers.merge(word, 1, Integer::sum);
    // The first op tells blocks of one network apart and stays when others are edited.
    var path = (within.isEmpty() ? "" : within + "/") + "~" + block.ops().getFirst().name();
    return new Block(path, word + " " + number, block.ops(), List.of());
  }

  private List<Segment> segments(List<Integer> ops) {
    var inside = new HashSet<>(ops);
    var segments = new ArrayList<Segment>();
    var open = new ArrayList<Integer>();
    var alive = new TreeMap<Integer, Integer>();
    for (int op : ops) {
      open.add(op);
      for (int producer : graph.before(op)) {
        alive.computeIfPresent(producer, (_, readers) -> readers == 1 ? null : readers - 1);
      }
      int readers = (int) graph.after(op).stream().filter(inside::contains).count();
      // A value that everybody reads, such as a mask, holds nothing together.
      if (readers > 0 && readers < WIDELY_READ) {
        alive.put(op, readers);
      }
      if (alive.size() <= 1 && (alive.isEmpty() || alive.firstKey() == op)) {
        segments.add(
            new Segment(
                List.copyOf(open),
                graph.shape(open.stream().map(i -> network.ops().get(i).id()).toList())));
        open.clear();
      }
    }
    if (!open.isEmpty()) {
      segments.add(
          new Segment(
              List.copyOf(open),
              graph.shape(open.stream().map(i -> network.ops().get(i).id()).toList())));
    }
    return segments;
  }

  private static final class Motif {
    int length;
    int score;
    List<Integer> starts = List.of();
  }

  /// The sequence of free segments with the most ops in repeats: (repeats − 1) × ops. Sequences
  /// must hold three ops or more.
  private Motif best(List<Segment> segments, boolean[] taken) {
    var best = new Motif();
    for (int length = 1; length <= Math.min(LONGEST_MOTIF, segments.size() / 2); length++) {
      var places = new HashMap<String, List<Integer>>();
      var order = new ArrayList<String>();
      for (int start = 0; start + length <= segments.size(); start++) {
        if (!isFree(taken, start, length)) {
          continue;
        }
        var key = new StringBuilder();
        for (int i = start; i < start + length; i++) {
          key.append(segments.get(i).shape()).append('|');
        }
        var text = key.toString();
        var starts = places.get(text);
        if (starts == null) {
          starts = new ArrayList<>();
          places.put(text, starts);
          order.add(text);
        }
        if (starts.isEmpty() || starts.getLast() + length <= start) {
          starts.add(start);
        }
      }
      for (var text : order) {
        var starts = places.getOrDefault(text, List.of());
        int ops = opCount(segments, starts.getFirst(), length);
        int score = (starts.size() - 1) * ops;
        if (starts.size() > 1
            && ops > 2
            && score > best.score
            && !isRepetitive(segments, starts.getFirst(), length)) {
          best.length = length;
          best.score = score;
          best.starts = starts;
        }
      }
    }
    return best;
  }

  /// Whether the sequence is itself a shorter one written several times.
  private static boolean isRepetitive(List<Segment> segments, int start, int length) {
    for (int period = 1; period <= length / 2; period++) {
      if (length % period == 0) {
        boolean repeats = true;
        for (int i = start + period; i < start + length && repeats; i++) {
          repeats = segments.get(i).shape().equals(segments.get(i - period).shape());
        }
        if (repeats) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isFree(boolean[] taken, int start, int length) {
    for (int i = start; i < start + length; i++) {
      if (taken[i]) {
        return false;
      }
    }
    return true;
  }

  private static int opCount(List<Segment> segments, int start, int length) {
    int count = 0;
    for (int i = start; i < start + length; i++) {
      count += segments.get(i).ops().size();
    }
    return count;
  }
}
