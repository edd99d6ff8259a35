package dev.partitura.engine.network;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;

/// Who produces and who reads each value of a network, and its ops in dependency order. Ops are
/// numbered by their place in [Network#ops]. Immutable; cost O(ops + edges) to build, once for each
/// network.
public final class Topology {
  private final List<Op> ops;
  private final Map<OpId, Integer> indexById;
  private final Map<String, Integer> producerByValue;
  private final Map<String, List<Integer>> consumersByValue;
  private final int[] order;

  Topology(List<Op> ops) {
    this.ops = ops;
    indexById = HashMap.newHashMap(ops.size());
    producerByValue = HashMap.newHashMap(ops.size());
    consumersByValue = HashMap.newHashMap(ops.size());
    for (int i = 0; i < ops.size(); i++) {
      Checkpoint.pass(i);
      indexById.put(ops.get(i).id(), i);
      for (var output : ops.get(i).outputs()) {
        if (!output.isEmpty()) {
          producerByValue.putIfAbsent(output, i);
        }
      }
    }
    for (int i = 0; i < ops.size(); i++) {
      for (var value : ops.get(i).dependencies()) {
        consumersByValue.computeIfAbsent(value, _ -> new ArrayList<>(1)).add(i);
      }
    }
    consumersByValue.replaceAll((_, consumers) -> List.copyOf(consumers));
    order = sort();
  }

  /// @throws ProblemException when the ops depend on each other in a circle; it names one circle
  public static Topology of(Network network) {
    return network.topology();
  }

  /// Networks mostly hold their ops in order already.
  private boolean isSorted() {
    for (int i = 0; i < ops.size(); i++) {
      for (var value : ops.get(i).dependencies()) {
        if (producer(value) >= i) {
          return false;
        }
      }
    }
    return true;
  }

  private int[] sort() {
    var sorted = new int[ops.size()];
    if (isSorted()) {
      Arrays.setAll(sorted, op -> op);
      return sorted;
    }
    var waiting = new int[sorted.length];
    for (int i = 0; i < waiting.length; i++) {
      for (var value : ops.get(i).dependencies()) {
        if (producerByValue.containsKey(value)) {
          waiting[i]++;
        }
      }
    }
    var ready = new PriorityQueue<Integer>();
    for (int i = 0; i < waiting.length; i++) {
      if (waiting[i] == 0) {
        ready.add(i);
      }
    }
    int count = 0;
    for (var next = ready.poll(); next != null; next = ready.poll()) {
      sorted[count++] = next;
      for (var output : ops.get(next).outputs()) {
        if (producerByValue.getOrDefault(output, -1).equals(next)) {
          for (int consumer : consumersByValue.getOrDefault(output, List.of())) {
            if (--waiting[consumer] == 0) {
              ready.add(consumer);
            }
          }
        }
      }
    }
    if (count < waiting.length) {
      throw new ProblemException(List.of(cycle(waiting).problem()));
    }
    return sorted;
  }

  private OpCycle cycle(int[] waiting) {
    var readers = new DefaultDirectedGraph<Integer, DefaultEdge>(DefaultEdge.class);
    for (int op = 0; op < waiting.length; op++) {
      if (waiting[op] > 0) {
        readers.addVertex(op);
      }
    }
    for (int op : readers.vertexSet()) {
      for (var value : ops.get(op).dependencies()) {
        int producer = producer(value);
        if (producer >= 0 && waiting[producer] > 0) {
          readers.addEdge(producer, op);
        }
      }
    }
    return new OpCycle(ShortestCircle.of(readers).stream().map(ops::get).toList());
  }

  /// Op numbers, every producer before its readers; ties keep the order of the network.
  public int[] order() {
    return Arrays.copyOf(order, order.length);
  }

  /// Number of the op with this id, or -1.
  public int indexOf(OpId id) {
    return indexById.getOrDefault(id, -1);
  }

  /// Number of the op that produces the value, or -1 when it is fed, constant or missing.
  public int producer(String value) {
    return producerByValue.getOrDefault(value, -1);
  }

  /// Numbers of the ops that read the value, once per use, in the order of the network.
  public List<Integer> consumers(String value) {
    return consumersByValue.getOrDefault(value, List.of());
  }
}
