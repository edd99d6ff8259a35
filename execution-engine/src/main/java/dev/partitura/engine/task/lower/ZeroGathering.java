package dev.partitura.engine.task.lower;

import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.AllGather;
import dev.partitura.engine.operator.Copy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gathers, for each kind of action, the parameters that its ops read and of which every replica
/// keeps a piece: before the first that reads one of a bucket. Used by one thread.
final class ZeroGathering {
  private final ZeroSharding sharding;
  private final Map<Read, List<Read>> bucketOf = new HashMap<>();
  private final Map<Read, String> gathered = new HashMap<>();

  /// A parameter as a kind of action reads it.
  private record Read(int kind, String parameter) {}

  /// @param parameters of which every replica keeps a piece
  ZeroGathering(ZeroSharding sharding, List<Op> ops, Collection<String> parameters) {
    this.sharding = sharding;
    var latest = new HashMap<Integer, List<Read>>();
    for (var op : ops) {
      for (var value : op.dependencies()) {
        var read = new Read(sharding.kind(op), value);
        if (parameters.contains(value) && !bucketOf.containsKey(read)) {
          var bucket = latest.get(read.kind());
          if (bucket == null || !fits(bucket, read)) {
            bucket = new ArrayList<>();
            latest.put(read.kind(), bucket);
          }
          bucket.add(read);
          bucketOf.put(read, bucket);
        }
      }
    }
  }

  private boolean fits(List<Read> bucket, Read next) {
    long bytes = sharding.type(next.parameter()).sizeBytes();
    for (var read : bucket) {
      bytes += sharding.type(read.parameter()).sizeBytes();
    }
    return bytes <= sharding.replication().bucketBytes();
  }

  /// The op as it reads what is gathered; adds what gathers it.
  Op reading(Op op) {
    if (op.captures().stream().anyMatch(value -> bucketOf.containsKey(read(op, value)))) {
      throw new IllegalStateException("A body of " + op.name() + " reads what is trained");
    }
    var inputs = new ArrayList<>(op.inputs());
    inputs.replaceAll(value -> {
      var bucket = bucketOf.get(read(op, value));
      if (bucket == null) {
        return value;
      }
      if (!gathered.containsKey(bucket.getFirst())) {
        gather(op, bucket);
      }
      return gathered.getOrDefault(read(op, value), value);
    });
    return op.withInputs(inputs);
  }

  private Read read(Op op, String value) {
    return new Read(sharding.kind(op), value);
  }

  private void gather(Op reader, List<Read> bucket) {
    var own = new ArrayList<String>();
    var whole = new ArrayList<String>();
    for (var read : bucket) {
      own.add(sharding.unique(read.parameter() + "/piece"));
      whole.add(sharding.unique(read.parameter() + "/whole"));
      sharding.add(
          reader,
          read.parameter() + "/copy",
          Copy.TYPE,
          List.of(read.parameter()),
          List.of(own.getLast()),
          Attributes.NONE);
      gathered.put(read, whole.getLast());
    }
    sharding.add(
        reader,
        bucket.getFirst().parameter() + "/all-gather",
        AllGather.TYPE,
        own,
        whole,
        AllGather.attributes(
            bucket.stream().map(read -> sharding.type(read.parameter()).knownShape()).toList()));
  }
}
