package dev.partitura.editor.layout;

import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Category;
import dev.partitura.engine.operator.Operators;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;

/// Finds blocks in a list of ops whose names say nothing. The list is cut wherever a single value
/// is alive, which gives branching segments and plain ops. Then the sequence with branches that
/// repeats most becomes a block at each of its places; plain chains are cut behind each pooling,
/// where the pictures grow smaller; and what repeats in the rest becomes blocks too. A long stretch
/// in which nothing repeats is cut into pieces of a size that can be looked over.
final class StructureFinder {
  private static final int WIDELY_READ = 8;
  private static final int LEAST_OPS = 3;
  private static final int LONGEST_GROUP = 20;
  private static final int MOST_MOTIFS = 24;
  private static final int LONG_STRETCH = 24;
  private static final int LEAST_PIECE = 8;

  private final Network network;
  private final OpGraph graph;

  StructureFinder(Network network, OpGraph graph) {
    this.network = network;
    this.graph = graph;
  }

  /// Blocks, without paths, in dependency order; only a piece of a long stretch has a label, the
  /// kinds of its first and last op.
  List<Block> find(List<OpId> ops) {
    return new Search(
            segments(
                ops.stream()
                    .map(graph::index)
                    .sorted(Comparator.comparingInt(graph::rank))
                    .toList()))
        .run();
  }

  private final class Search {
    private final List<List<Integer>> segments;
    private final boolean[] free;
    private final Motifs motifs;
    private final List<Block> blocks = new ArrayList<>();

    Search(List<List<Integer>> segments) {
      this.segments = segments;
      free = new boolean[segments.size()];
      Arrays.fill(free, true);
      var numbers = new HashMap<String, Integer>();
      var shapes = new int[free.length];
      var sizes = new int[free.length];
      for (int i = 0; i < free.length; i++) {
        var shape = graph.shape(segments.get(i).stream().map(StructureFinder.this::id).toList());
        shapes[i] = numbers.computeIfAbsent(shape, _ -> numbers.size());
        sizes[i] = segments.get(i).size();
      }
      motifs = new Motifs(shapes, sizes, free);
    }

    List<Block> run() {
      takeRepeats(LEAST_OPS);
      takeUpToPooling();
      takeRepeats(1);
      for (int i = 0; i < free.length; i++) {
        if (free[i] && segments.get(i).size() >= LEAST_OPS) {
          take(i, i + 1);
        }
      }
      cutStretches();
      blocks.sort(Comparator.comparingInt(block -> graph.rank(block.ops().getFirst())));
      return blocks;
    }

    private void takeRepeats(int mustHold) {
      for (int turn = 0; turn < MOST_MOTIFS; turn++) {
        var motif = motifs.best(mustHold);
        if (motif.length() == 0) {
          return;
        }
        motif.starts().forEach(start -> take(start, start + motif.length()));
      }
    }

    private void takeUpToPooling() {
      int start = 0;
      for (int i = 0; i < free.length; i++) {
        if (!free[i] || segments.get(i).size() >= LEAST_OPS) {
          start = i + 1;
        } else if (isPooling(segments.get(i).getLast())) {
          if (i + 1 - start >= LEAST_OPS && i + 1 - start <= LONGEST_GROUP) {
            take(start, i + 1);
          }
          start = i + 1;
        }
      }
    }

    private void cutStretches() {
      for (int start = 0; start < free.length; ) {
        int end = start;
        int ops = 0;
        while (end < free.length && free[end]) {
          ops += segments.get(end++).size();
        }
        if (ops > LONG_STRETCH) {
          cut(start, end, ops);
        }
        start = Math.max(end, start + 1);
      }
    }

    /// About as many pieces as each has ops, all of nearly one size.
    private void cut(int start, int end, int ops) {
      int pieces = (int) Math.ceil(ops / Math.max(LEAST_PIECE, Math.sqrt(ops)));
      long taken = 0;
      int piece = 1;
      int from = start;
      for (int i = start; i < end; i++) {
        taken += segments.get(i).size();
        if (taken * pieces >= (long) ops * piece) {
          take(
              from,
              i + 1,
              type(segments.get(from).getFirst()) + ".." + type(segments.get(i).getLast()));
          from = i + 1;
          piece++;
        }
      }
    }

    private String type(int op) {
      return network.ops().get(op).type();
    }

    private void take(int from, int to) {
      take(from, to, "");
    }

    private void take(int from, int to, String label) {
      var members = new ArrayList<Integer>();
      for (int i = from; i < to; i++) {
        members.addAll(segments.get(i));
        free[i] = false;
      }
      members.sort(Comparator.comparingInt(graph::rank));
      var ops = members.stream().map(StructureFinder.this::id).toList();
      blocks.add(new Block("", label, ops, List.of()));
    }
  }

  private OpId id(int op) {
    return network.ops().get(op).id();
  }

  private boolean isPooling(int op) {
    var operator = Operators.find(network.ops().get(op));
    return operator != null && operator.signature().category() == Category.POOLING;
  }

  private List<List<Integer>> segments(List<Integer> ops) {
    var inside = new HashSet<>(ops);
    var segments = new ArrayList<List<Integer>>();
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
        segments.add(List.copyOf(open));
        open.clear();
      }
    }
    if (!open.isEmpty()) {
      segments.add(List.copyOf(open));
    }
    return segments;
  }
}
