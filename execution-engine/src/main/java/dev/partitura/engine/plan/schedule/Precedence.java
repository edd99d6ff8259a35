package dev.partitura.engine.plan.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedGraph;

/// Which actions must be done before which, whatever the schedule. All micro-batches are alike, so
/// it is kept by kind of action: a stage in a phase.
///
/// Stages that need each other (branches that meet again) cannot wait for one another as wholes:
/// they are mutual, begin together, and others wait for all of them.
public final class Precedence {
  private static final Phase[] PHASES = Phase.values();

  private final int[][] before;
  private final int[] group;
  private final BitSet mutual = new BitSet();
  private boolean addsUp;
  private int[] addedBothWays = {};

  private Precedence(ScheduleProblem problem) {
    int stages = problem.stages().size();
    group = new int[stages];
    var needs = needs(problem);
    before = new int[stages * PHASES.length][];
    for (int stage = 0; stage < stages; stage++) {
      for (var phase : PHASES) {
        var kinds = new TreeSet<Integer>();
        if (problem.phases().contains(phase)) {
          int of = stage;
          switch (phase) {
            case F -> needs.get(stage).forEach(other -> kinds.add(kind(other, Phase.F)));
            case B -> {
              kinds.add(kind(stage, Phase.F));
              IntStream.range(0, stages)
                  .filter(other -> needs.get(other).contains(of))
                  .forEach(other -> kinds.add(kind(other, Phase.B)));
            }
            case W -> kinds.add(kind(stage, Phase.B));
            case U -> kinds.add(kind(stage, lastGradient(problem)));
          }
        }
        before[kind(stage, phase)] = kinds.stream().mapToInt(Integer::intValue).toArray();
      }
    }
    addUp(problem);
  }

  /// What adds up gradients of weights that stages share waits for those who give them. Of two that
  /// give each other some, neither can wait for all of the other.
  private void addUp(ScheduleProblem problem) {
    var given = new ArrayList<int[]>();
    for (int stage = 0; stage < problem.stages().size(); stage++) {
      for (var entry : problem.stages().get(stage).addends().entrySet()) {
        for (int addend : entry.getValue()) {
          int kind = kind(stage, entry.getKey());
          if (group[stage(addend)] != group[stage]
              && Arrays.binarySearch(before[kind], addend) < 0) {
            given.add(new int[] {addend, kind});
          }
        }
      }
    }
    if (given.isEmpty()) {
      return;
    }
    var graph = new SimpleDirectedGraph<Integer, DefaultEdge>(DefaultEdge.class);
    IntStream.range(0, before.length).forEach(graph::addVertex);
    for (int kind = 0; kind < before.length; kind++) {
      for (int earlier : before[kind]) {
        graph.addEdge(earlier, kind);
      }
    }
    given.forEach(pair -> graph.addEdge(pair[0], pair[1]));
    var circle = new int[before.length];
    var circles = new KosarajuStrongConnectivityInspector<>(graph).stronglyConnectedSets();
    for (int number = 0; number < circles.size(); number++) {
      for (int kind : circles.get(number)) {
        circle[kind] = number;
      }
    }
    for (var pair : given) {
      if (circle[pair[0]] != circle[pair[1]]) {
        addsUp = true;
        before[pair[1]] =
            IntStream.concat(IntStream.of(before[pair[1]]), IntStream.of(pair[0]))
                .sorted()
                .distinct()
                .toArray();
      } else if (addedBothWays.length == 0) {
        addedBothWays = IntStream.of(stage(pair[0]), stage(pair[1])).sorted().toArray();
      }
    }
  }

  /// Whether a stage waits for gradients of weights that it shares with others.
  boolean addsUp() {
    return addsUp;
  }

  /// The first two stages of which each adds up gradients of weights that wait for the other; empty
  /// when there are none.
  public int[] firstAddedBothWays() {
    return addedBothWays.clone();
  }

  public static Precedence of(ScheduleProblem problem) {
    return new Precedence(problem);
  }

  private static Phase lastGradient(ScheduleProblem problem) {
    return problem.phases().contains(Phase.W) ? Phase.W : Phase.B;
  }

  /// The stages that each stage needs, mutual ones taken as one.
  private List<Set<Integer>> needs(ScheduleProblem problem) {
    var graph = new SimpleDirectedGraph<Integer, DefaultEdge>(DefaultEdge.class);
    var stages = problem.stages();
    IntStream.range(0, stages.size()).forEach(graph::addVertex);
    for (int stage = 0; stage < stages.size(); stage++) {
      for (int other : stages.get(stage).needs()) {
        if (other != stage) {
          graph.addEdge(other, stage);
        }
      }
    }
    var groups = new KosarajuStrongConnectivityInspector<>(graph).stronglyConnectedSets();
    for (int number = 0; number < groups.size(); number++) {
      for (int stage : groups.get(number)) {
        group[stage] = number;
        mutual.set(stage, groups.get(number).size() > 1);
      }
    }
    var needs = new ArrayList<Set<Integer>>();
    for (int stage = 0; stage < stages.size(); stage++) {
      var all = new TreeSet<Integer>();
      for (int member : groups.get(group[stage])) {
        for (int other : stages.get(member).needs()) {
          if (group[other] != group[stage]) {
            all.addAll(groups.get(group[other]));
          }
        }
      }
      needs.add(all);
    }
    return needs;
  }

  /// All stages, each behind those that it needs forward, mutual ones next to each other; the
  /// lowest that can be is next. Cost O(stages²) at most.
  public List<Integer> inOrder() {
    var order = new ArrayList<Integer>();
    var placed = new BitSet();
    while (order.size() < group.length) {
      for (int stage = placed.nextClearBit(0);
          stage < group.length;
          stage = placed.nextClearBit(stage + 1)) {
        boolean ready =
            Arrays.stream(before[kind(stage, Phase.F)])
                .allMatch(kind -> placed.get(kind / PHASES.length));
        if (ready) {
          int own = group[stage];
          IntStream.range(0, group.length)
              .filter(other -> group[other] == own)
              .forEach(other -> {
                order.add(other);
                placed.set(other);
              });
        }
      }
    }
    return order;
  }

  /// Number of a stage in a phase.
  public static int kind(int stage, Phase phase) {
    return stage * PHASES.length + phase.ordinal();
  }

  /// The stage of a kind of action.
  public static int stage(int kind) {
    return kind / PHASES.length;
  }

  /// The phase of a kind of action.
  public static Phase phase(int kind) {
    return PHASES[kind % PHASES.length];
  }

  static int kinds(ScheduleProblem problem) {
    return problem.stages().size() * PHASES.length;
  }

  static Action action(int kind, int microBatch) {
    return new Action(stage(kind), phase(kind), microBatch);
  }

  /// Kinds of which the same micro-batch must be done first; for an update, all micro-batches. Do
  /// not write to it.
  public int[] before(int kind) {
    return before[kind];
  }

  /// The first two stages that need each other; empty when there are none.
  public int[] firstMutual() {
    int one = mutual.nextSetBit(0);
    return one < 0
        ? new int[0]
        : IntStream.concat(
                IntStream.of(one),
                IntStream.range(one + 1, group.length).filter(other -> group[other] == group[one]))
            .limit(2)
            .toArray();
  }

  /// Whether a stage needs another that needs it.
  public boolean isMutual(int stage) {
    return mutual.get(stage);
  }

  /// Whether two stages need each other.
  public boolean isMutual(int stage, int other) {
    return stage != other && group[stage] == group[other];
  }
}
