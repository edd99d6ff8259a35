package dev.partitura.engine.plan;

import dev.partitura.engine.cluster.Device;
import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.network.OpId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Spreads independent branches over workers: ops that follow each other without a fork or join
/// form a chain, chains are placed by earliest finish in the order of their distance to the end,
/// communication counted. Where that promises less than a small gain, everything stays on the
/// fastest worker. Source: HEFT, Topcuoglu, Hariri and Wu 2002, doi:10.1109/71.993206.
final class BranchScheduling {
  private static final double LEAST_GAIN = 0.12;

  private final OpCosts costs;
  private final List<Device> workers;
  private final int[] chainOf;
  private final List<List<Integer>> members = new ArrayList<>();
  private final List<List<Cut>> incoming = new ArrayList<>();
  private final List<List<Cut>> outgoing = new ArrayList<>();

  /// A value between two chains.
  private record Cut(int from, int to, OpCosts.Edge value) {}

  private BranchScheduling(OpCosts costs, List<Device> workers) {
    this.costs = costs;
    this.workers = workers;
    this.chainOf = new int[costs.ops().size()];
    makeChains();
  }

  /// Worker of every op.
  static Map<OpId, Integer> assign(OpCosts costs, List<Device> workers) {
    var scheduling = new BranchScheduling(costs, workers);
    int[] worker = scheduling.place();
    var byOp = new LinkedHashMap<OpId, Integer>();
    for (int op = 0; op < costs.ops().size(); op++) {
      byOp.put(costs.ops().get(op).id(), worker[scheduling.chainOf[op]]);
    }
    return byOp;
  }

  private void makeChains() {
    int ops = chainOf.length;
    var readers = new int[ops];
    var producers = new int[ops];
    var onlyReader = new int[ops];
    for (var value : costs.values()) {
      for (int reader : value.readers()) {
        readers[value.producer()]++;
        producers[reader]++;
        onlyReader[value.producer()] = reader;
      }
    }
    Arrays.fill(chainOf, -1);
    for (int op = 0; op < ops; op++) {
      if (chainOf[op] < 0) {
        chainOf[op] = members.size();
        members.add(new ArrayList<>());
      }
      members.get(chainOf[op]).add(op);
      boolean straight = readers[op] == 1 && producers[onlyReader[op]] == 1;
      int next = straight ? onlyReader[op] : -1;
      if (next >= 0 && chainOf[next] < 0) {
        chainOf[next] = chainOf[op];
      }
    }
    for (int chain = 0; chain < members.size(); chain++) {
      incoming.add(new ArrayList<>());
      outgoing.add(new ArrayList<>());
    }
    for (var value : costs.values()) {
      for (int reader : value.readers()) {
        int from = chainOf[value.producer()];
        int to = chainOf[reader];
        if (from != to) {
          var cut = new Cut(from, to, value);
          outgoing.get(from).add(cut);
          incoming.get(to).add(cut);
        }
      }
    }
  }

  private double cost(int chain, Device worker) {
    var nanos = costs.nanos(worker);
    double cost = 0;
    for (int op : members.get(chain)) {
      cost += nanos[op];
    }
    return cost;
  }

  /// On an average worker, as HEFT ranks.
  private double meanCost(int chain) {
    return workers.stream().mapToDouble(worker -> cost(chain, worker)).average().orElse(0);
  }

  /// From the first worker to an average one, which may be itself.
  private double meanCost(Cut cut) {
    return workers.stream()
        .mapToDouble(to -> costs.nanos(cut.value(), workers.getFirst(), to))
        .average()
        .orElse(0);
  }

  /// A chain's ops follow each other, so chains in the order of their first ops are in dependency
  /// order.
  private double[] upwardRanks() {
    var rank = new double[members.size()];
    for (int chain = rank.length - 1; chain >= 0; chain--) {
      double behind = 0;
      for (var cut : outgoing.get(chain)) {
        behind = Math.max(behind, meanCost(cut) + rank[cut.to()]);
      }
      rank[chain] = meanCost(chain) + behind;
    }
    return rank;
  }

  private int[] place() {
    var rank = upwardRanks();
    var order = new Integer[members.size()];
    Arrays.setAll(order, chain -> chain);
    Arrays.sort(
        order,
        Comparator.<Integer>comparingDouble(chain -> -rank[chain])
            .thenComparingInt(chain -> chain));
    var worker = new int[order.length];
    var finish = new double[order.length];
    var free = new double[workers.size()];
    for (int chain : order) {
      Checkpoint.pass();
      int best = 0;
      double bestFinish = Double.POSITIVE_INFINITY;
      double bestStart = 0;
      for (int candidate = 0; candidate < workers.size(); candidate++) {
        double received = 0;
        double start = free[candidate];
        for (var cut : incoming.get(chain)) {
          received +=
              costs.nanos(cut.value(), workers.get(worker[cut.from()]), workers.get(candidate));
          start = Math.max(start, finish[cut.from()]);
        }
        double candidateFinish = start + received + cost(chain, workers.get(candidate));
        if (candidateFinish < bestFinish) {
          best = candidate;
          bestFinish = candidateFinish;
          bestStart = start;
        }
      }
      worker[chain] = best;
      finish[chain] = Math.max(bestFinish, bestStart);
      free[best] = finish[chain];
    }
    double makespan = Arrays.stream(finish).max().orElse(0);
    int fastest = fastest();
    if (makespan > costs.total(workers.get(fastest)) * (1 - LEAST_GAIN)) {
      Arrays.fill(worker, fastest);
    }
    return worker;
  }

  private int fastest() {
    int fastest = 0;
    for (int worker = 1; worker < workers.size(); worker++) {
      if (costs.total(workers.get(worker)) < costs.total(workers.get(fastest))) {
        fastest = worker;
      }
    }
    return fastest;
  }
}
