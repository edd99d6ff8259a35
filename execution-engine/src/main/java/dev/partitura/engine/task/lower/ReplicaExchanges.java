package dev.partitura.engine.task.lower;

import dev.partitura.engine.plan.Replication;
import dev.partitura.engine.plan.collective.AllReduce;
import dev.partitura.engine.plan.collective.Message;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Finds what the replicas exchange: the sums of gradients, in buckets of those that are final
/// first; or what an op of the program exchanges; or, where replicas go steps by themselves, the
/// means of what they keep. Pure.
final class ReplicaExchanges {
  private final List<ReplicaTemplate> templates;
  private final ReplicaTemplate first;
  private final AllReduce algorithm;
  private final Replication replication;

  private ReplicaExchanges(
      List<ReplicaTemplate> templates, AllReduce algorithm, Replication replication) {
    this.templates = templates;
    this.first = templates.getFirst();
    this.algorithm = algorithm;
    this.replication = replication;
  }

  /// Those that every micro-batch does before the others.
  static List<Exchange> of(
      List<ReplicaTemplate> templates, AllReduce algorithm, Replication replication) {
    return templates.size() == 1
        ? List.of()
        : new ReplicaExchanges(templates, algorithm, replication).all();
  }

  private List<Exchange> all() {
    if (replication.averages()) {
      return means();
    }
    return replication.zero() > 0
        ? IntStream.range(0, first.joints().size())
            .mapToObj(this::joint)
            .sorted(Comparator.comparing(exchange -> !exchange.repeated()))
            .toList()
        : sums();
  }

  /// In the order in which they are final.
  private List<Exchange> sums() {
    int repeated = first.repeatedCount();
    var sums =
        first.storages().stream()
            .filter(storage -> storage.isSum(repeated))
            .sorted(Comparator.comparingInt(sum -> lastWriter(sum, repeated)))
            .toList();
    return buckets(sums).stream().map(bucket -> allReduce(bucket, false)).toList();
  }

  private static int lastWriter(Storage sum, int before) {
    int last = -1;
    for (int access = 0; access < sum.accessCount(); access++) {
      if (sum.writes(access) && sum.node(access) < before) {
        last = sum.node(access);
      }
    }
    return last;
  }

  /// Of all numbers that updates write and that stay.
  private List<Exchange> means() {
    int repeated = first.repeatedCount();
    var kept =
        first.storages().stream()
            .filter(storage ->
                storage.isKept()
                    && first.program().slots().get(storage.slot).kept()
                    && !storage.isSum(repeated)
                    && lastWriter(storage, Integer.MAX_VALUE) >= repeated)
            .sorted(Comparator.comparingInt(Storage::lastNode))
            .toList();
    return buckets(kept).stream().map(bucket -> allReduce(bucket, true)).toList();
  }

  /// Neighbours of one element type on the same devices, up to the size of a bucket.
  private List<List<Storage>> buckets(List<Storage> values) {
    var buckets = new ArrayList<List<Storage>>();
    long bytes = 0;
    for (var value : values) {
      boolean fits =
          !buckets.isEmpty()
              && bytes + value.sizeBytes <= replication.bucketBytes()
              && isAlike(buckets.getLast().getFirst(), value);
      if (!fits) {
        buckets.add(new ArrayList<>());
        bytes = 0;
      }
      buckets.getLast().add(value);
      bytes += value.sizeBytes;
    }
    return buckets;
  }

  private boolean isAlike(Storage one, Storage other) {
    return type(one.slot).dataType() == type(other.slot).dataType()
        && templates.stream().allMatch(of -> of.homeDevice(one.slot) == of.homeDevice(other.slot));
  }

  private TensorType type(int slot) {
    return Objects.requireNonNull(first.program().slots().get(slot).type());
  }

  private Exchange allReduce(List<Storage> bucket, boolean mean) {
    var slots = bucket.stream().map(storage -> storage.slot).toList();
    var each =
        bucket.stream()
            .map(storage -> algorithm.chunkBytes(storage.sizeBytes, templates.size()))
            .toList();
    return new Exchange(
        slots,
        each,
        algorithm.rounds(templates.size()),
        nodes(slots, true, (of, node) -> mean == node >= of.repeatedCount()),
        mean ? none() : nodes(slots, false, (of, node) -> node >= of.repeatedCount()),
        false,
        mean);
  }

  /// What an op exchanges. Before it comes what has part in its values so far, but for what every
  /// micro-batch repeats where it comes behind an update.
  private Exchange joint(int number) {
    var joint = first.joints().get(number);
    int members = templates.size();
    List<List<Message>> rounds =
        joint.scatters() ? algorithm.reduceScatter(members) : algorithm.allGather(members);
    boolean repeated = joint.phase() != Phase.U;
    boolean fromFirst = repeated || joint.scatters();
    return new Exchange(
        joint.whole(),
        joint.piece().stream().map(slot -> first.program().slots().get(slot).sizeBytes()).toList(),
        rounds,
        nodes(
            joint.whole(),
            joint.scatters(),
            (of, node) ->
                node >= (fromFirst ? 0 : of.repeatedCount())
                    && node < of.joints().get(number).nodesBefore()),
        nodes(joint.whole(), false, (of, node) -> node >= of.joints().get(number).nodesBefore()),
        repeated,
        false);
  }

  private List<List<Integer>> none() {
    return templates.stream().map(_ -> List.<Integer>of()).toList();
  }

  /// Nodes are numbered in each template by themselves.
  private interface Wanted {
    boolean test(ReplicaTemplate of, int node);
  }

  /// By replica the nodes that touch, or write, the values.
  private List<List<Integer>> nodes(List<Integer> slots, boolean writers, Wanted wanted) {
    var all = new ArrayList<List<Integer>>();
    for (var template : templates) {
      var found = new TreeSet<Integer>();
      for (int slot : slots) {
        var storage = template.find(template.homeDevice(slot), slot);
        for (int access = 0; storage != null && access < storage.accessCount(); access++) {
          if (wanted.test(template, storage.node(access)) && (!writers || storage.writes(access))) {
            found.add(storage.node(access));
          }
        }
      }
      all.add(List.copyOf(found));
    }
    return all;
  }
}
