package dev.partitura.engine.task.partition;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.AllReduce;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.Shard;
import dev.partitura.engine.plan.Places;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.engine.task.partition.Values.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The ops by which shards exchange a value, so that it is there in another form: all-reduce from
/// partial sums to the whole, all-gather from parts to the whole, reduce-scatter from partial sums
/// to parts, all-to-all from parts along one axis to parts along another, and nothing but a copy
/// from the whole to a part. Each form is made once, where the value is made. Used by one thread.
final class Exchanges {
  private final ShardOps ops;
  private final Values values;
  private final Places places;
  private final dev.partitura.engine.plan.collective.AllReduce algorithm;

  /// The names of the shards by value and form, and for what no op makes by kind of action.
  private final Map<Made, List<String>> made = new HashMap<>();

  private record Made(int value, int form, int kind) {}

  Exchanges(ShardOps ops, Values values, Places places, Plan plan) {
    this.ops = ops;
    this.values = values;
    this.places = places;
    this.algorithm =
        AllReduces.find(plan.collective())
            .orElseThrow(() ->
                new IllegalStateException("A checked plan has collective " + plan.collective()));
  }

  /// The names under which the shards of a part find a value in a form.
  ///
  /// @param part that makes or keeps it; for what is fed the one that reads it
  /// @param reader kind of action that reads it
  List<String> of(int value, int form, int part, int reader) {
    boolean isFed = values.origin(value) == Origin.FED;
    if (form == ops.home(value) && !isFed) {
      return names(part, shard -> ops.name(value, form, shard));
    }
    boolean isMade = values.origin(value) == Origin.OP;
    int kind = isMade ? ops.kind(values.ops().get(values.maker(value))) : reader;
    var key = new Made(value, form, isMade ? -1 : kind);
    var known = made.get(key);
    if (known == null) {
      known =
          names(
              part,
              shard ->
                  isMade
                      ? ops.name(value, form, shard)
                      : ops.unique(values.name(value) + "/for" + kind + "[" + shard + "]"));
      new Exchange(value, form, part, kind, known).from(source(value, part, key.kind));
      made.put(key, known);
    }
    return known;
  }

  private List<String> names(int part, IntFunction<String> name) {
    return IntStream.range(0, places.shards(part)).mapToObj(name).toList();
  }

  private record Source(int form, List<String> names) {}

  /// What another form is made from: the whole where that is there, since a partial sum is made
  /// whole in its place, then parts, then what the op left.
  private Source source(int value, int part, int kind) {
    if (values.origin(value) == Origin.FED) {
      return new Source(Form.WHOLE, names(part, _ -> values.name(value)));
    }
    var best =
        new Source(ops.home(value), names(part, shard -> ops.name(value, ops.home(value), shard)));
    for (int form = Form.LAST; form >= Form.WHOLE; form--) {
      var known = made.get(new Made(value, form, kind));
      if (known != null && (form == Form.WHOLE || best.form == Form.PARTIAL)) {
        best = new Source(form, known);
      }
    }
    return best;
  }

  /// One value on its way into one form.
  private final class Exchange {
    private final int value;
    private final int form;
    private final int part;
    private final int kind;
    private final List<String> results;

    Exchange(int value, int form, int part, int kind, List<String> results) {
      this.value = value;
      this.form = form;
      this.part = part;
      this.kind = kind;
      this.results = results;
    }

    void from(Source source) {
      if (source.form == Form.PARTIAL && form == Form.WHOLE) {
        reduce(source.names);
        return;
      }
      for (int shard = 0; shard < results.size(); shard++) {
        if (source.form == Form.WHOLE) {
          add("/part", shard, cut(shard, source.names.get(shard), results.get(shard)));
        } else if (form == Form.WHOLE) {
          add(
              "/all-gather",
              shard,
              join("Concat", axis(source.form), source.names, results.get(shard)));
        } else {
          scatter(source, shard);
        }
      }
    }

    private void reduce(List<String> partials) {
      var type = Objects.requireNonNull(values.type(value));
      var outputs = new ArrayList<String>();
      for (var result : results) {
        outputs.add(result);
        outputs.add(ops.unique(result + "/received"));
      }
      long received =
          algorithm.chunkBytes(type.sizeBytes(), partials.size()) / type.dataType().sizeBytes();
      add(
          "/all-reduce",
          0,
          new Op(
              id("/all-reduce"),
              Fused.DOMAIN,
              AllReduce.TYPE,
              partials,
              outputs,
              Attributes.NONE.with(AllReduce.RECEIVED, new Attribute.IntValue(received))));
    }

    /// What every shard has of the part of one, put together there.
    private void scatter(Source source, int shard) {
      boolean adds = source.form == Form.PARTIAL;
      var how = adds ? "/reduce-scatter" : "/all-to-all";
      var pieces = new ArrayList<String>();
      for (int holder = 0; holder < source.names.size(); holder++) {
        var piece = ops.unique(values.name(value) + how + "[" + holder + "," + shard + "]");
        pieces.add(piece);
        add(how, holder, cut(shard, source.names.get(holder), piece));
      }
      add(
          how,
          shard,
          adds
              ? join("Sum", Attributes.NONE, pieces, results.get(shard))
              : join("Concat", axis(source.form), pieces, results.get(shard)));
    }

    private Op cut(int shard, String from, String to) {
      return new Op(
          id("/part"),
          Fused.DOMAIN,
          Shard.TYPE,
          List.of(from),
          List.of(to),
          Shard.attributes(Form.axis(form), shard, results.size()));
    }

    private Attributes axis(int along) {
      return Attributes.NONE.with("axis", new Attribute.IntValue(Form.axis(along)));
    }

    private Op join(String type, Attributes attributes, List<String> pieces, String to) {
      return new Op(id("/part"), "", type, pieces, List.of(to), attributes);
    }

    private OpId id(String how) {
      return new OpId(values.name(value) + how);
    }

    /// Adds an op of a shard; none of the network as drawn.
    private void add(String how, int shard, Op op) {
      var id = new OpId(ops.unique(values.name(value) + how + "[" + shard + "]"));
      ops.add(op.withId(id), kind, part, shard, List.of());
    }
  }
}
