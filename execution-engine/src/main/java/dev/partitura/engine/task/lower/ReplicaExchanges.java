package dev.partitura.engine.task.lower;

import dev.partitura.engine.operator.CollectiveKind;
import dev.partitura.engine.plan.Replication;
import dev.partitura.engine.plan.collective.AllReduce;
import dev.partitura.engine.plan.collective.Message;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.task.partition.Exchanging;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
  private final int members;
  private final Exchanging how;

  private ReplicaExchanges(
      List<ReplicaTemplate> templates,
      int members,
      Exchanging how,
      AllReduce algorithm,
      Replication replication) {
    this.templates = templates;
    this.members = members;
    this.how = how;
    this.first = templates.getFirst();
    this.algorithm = algorithm;
    this.replication = replication;
  }

  /// Those that every micro-batch does before the others.
  ///
  /// @param members all replicas; more than there are templates where the first stands for all
  /// @param how they exchange values
  static List<Exchange> of(
      List<ReplicaTemplate> templates,
      int members,
      Exchanging how,
      AllReduce algorithm,
      Replication replication) {
    return members == 1
        ? List.of()
        : new ReplicaExchanges(templates, members, how, algorithm, replication).all();
  }

  private boolean isWhole() {
    return how != Exchanging.MESSAGES;
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

  /// Those of one element type on the same devices, in order, up to the size of a bucket; shards,
  /// whose sums are final by turns, fill a bucket each.
  private List<List<Storage>> buckets(List<Storage> values) {
    var buckets = new ArrayList<List<Storage>>();
    var open = new HashMap<Object, List<Storage>>();
    for (var value : values) {
      var place = place(value);
      var bucket = open.get(place);
      if (bucket == null || !fits(bucket, value)) {
        bucket = new ArrayList<>();
        buckets.add(bucket);
        open.put(place, bucket);
      }
      bucket.add(value);
    }
    return buckets;
  }

  private boolean fits(List<Storage> bucket, Storage next) {
    long bytes = bucket.stream().mapToLong(value -> value.sizeBytes).sum();
    return bytes + next.sizeBytes <= replication.bucketBytes();
  }

  /// What values of one bucket have in common: their element type and their devices.
  private List<Object> place(Storage value) {
    var place = new ArrayList<Object>();
    place.add(type(value.slot).dataType());
    templates.forEach(of -> place.add(of.homeDevice(value.slot)));
    return place;
  }

  private TensorType type(int slot) {
    return Objects.requireNonNull(first.program().slots().get(slot).type());
  }

  private Exchange allReduce(List<Storage> bucket, boolean mean) {
    var slots = bucket.stream().map(storage -> storage.slot).toList();
    var each =
        bucket.stream().map(storage -> algorithm.chunkBytes(storage.sizeBytes, members)).toList();
    return new Exchange(
        slots,
        each,
        isWhole() ? List.of() : algorithm.rounds(members),
        nodes(slots, true, (of, node) -> mean == node >= of.repeatedCount()),
        mean ? none() : nodes(slots, false, (of, node) -> node >= of.repeatedCount()),
        false,
        mean,
        isWhole() ? CollectiveKind.ALL_REDUCE : null);
  }

  /// What an op exchanges. Before it comes what has part in its values so far, but for what every
  /// micro-batch repeats where it comes behind an update.
  private Exchange joint(int number) {
    var joint = first.joints().get(number);
    List<List<Message>> rounds =
        isWhole()
            ? List.of()
            : joint.scatters() ? algorithm.reduceScatter(members) : algorithm.allGather(members);
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
        false,
        !isWhole()
            ? null
            : joint.scatters() ? CollectiveKind.REDUCE_SCATTER : CollectiveKind.ALL_GATHER);
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
