package dev.partitura.ui.run;

import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Recompute;
import dev.partitura.engine.plan.Replication;
import dev.partitura.engine.plan.collective.AllReduces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One thing that a person sets of how a plan trains. Immutable.
sealed interface ExchangeWay {
  /// How replicas sum, by name.
  record Collective(String name) implements ExchangeWay {}

  /// Stage of ZeRO; 0 for none.
  record Zero(int stage) implements ExchangeWay {}

  /// Steps that replicas go by themselves; 0 for none.
  record AverageEvery(int steps) implements ExchangeWay {}

  /// Gradients that are sent together.
  record BucketBytes(long bytes) implements ExchangeWay {}

  /// What is done again on the way back.
  record Again(Recompute what) implements ExchangeWay {}

  /// A plan that trains so, and else as it did.
  default Plan in(Plan plan) {
    var now = plan.replication();
    return switch (this) {
      case Collective(var name) -> plan.withCollective(name);
      case Zero(int stage) ->
          plan.with(new Replication(now.bucketBytes(), stage, now.averageEvery()));
      case AverageEvery(int steps) ->
          plan.with(new Replication(now.bucketBytes(), now.zero(), steps));
      case BucketBytes(long bytes) ->
          plan.with(new Replication(bytes, now.zero(), now.averageEvery()));
      case Again(var what) -> plan.withRecompute(what);
    };
  }

  /// Steps that stand for any number of them.
  static AverageEvery someSteps() {
    return new AverageEvery(2);
  }

  /// Bytes that stand for any number of them.
  static BucketBytes someBytes() {
    return new BucketBytes(Replication.USUAL_BUCKET_BYTES / 2);
  }

  /// All there are to choose from; one number for each that takes any.
  static List<ExchangeWay> all() {
    var ways = new ArrayList<ExchangeWay>();
    AllReduces.names().forEach(name -> ways.add(new Collective(name)));
    for (int stage = 0; stage <= Replication.MOST_ZERO; stage++) {
      ways.add(new Zero(stage));
    }
    ways.add(someSteps());
    ways.add(someBytes());
    Arrays.stream(Recompute.values()).forEach(what -> ways.add(new Again(what)));
    return ways;
  }
}
