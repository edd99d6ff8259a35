package dev.partitura.engine.task.partition;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.AllReduce;
import dev.partitura.engine.operator.CollectiveKind;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.Shard;
import dev.partitura.engine.operator.SplitRules;
import dev.partitura.engine.operator.WholeExchange;
import dev.partitura.engine.plan.Places;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.engine.task.partition.Values.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
  private final Exchanging how;
  private final dev.partitura.engine.plan.collective.AllReduce algorithm;

  /// The names of the shards by value and form, and for what no op makes by kind of action.
  private final Map<Made, List<String>> made = new HashMap<>();

  /// What was sent, and for whom.
  private final Map<Made, Sent> sent = new LinkedHashMap<>();

  private record Made(int value, int form, int kind) {}

  private record Sent(CollectiveKind kind, long bytes, long forOutputBytes, Set<OpId> readers) {}

  Exchanges(ShardOps ops, Values values, Places places, Plan plan, Exchanging how) {
    this.how = how;
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
    var key = key(value, form, reader);
    var known = made.get(key);
    if (known == null) {
      known =
          names(
              part,
              shard ->
                  isMade
                      ? ops.name(value, form, shard)
                      : ops.unique(values.name(value) + "/for" + kind + "[" + shard + "]"));
      var source = source(value, part, key.kind);
      new Exchange(value, form, part, kind, known).from(source);
      note(key, source.form, places.shards(part));
      made.put(key, known);
    }
    return known;
  }

  private Made key(int value, int form, int reader) {
    return new Made(value, form, values.origin(value) == Origin.OP ? -1 : reader);
  }

  /// Notes that ops of the network as drawn read a value in a form.
  ///
  /// @param reader kind of action that reads it
  void read(int value, int form, int reader, List<OpId> readers) {
    var exchange = sent.get(key(value, form, reader));
    if (exchange != null) {
      exchange.readers.addAll(readers);
    }
  }

  /// What shards send each other, in the order in which it was found.
  List<ValueExchange> sent() {
    return sent.entrySet().stream()
        .map(entry -> {
          var of = entry.getValue();
          return new ValueExchange(
              values.name(entry.getKey().value),
              of.kind,
              of.readers,
              of.readers.isEmpty() ? of.forOutputBytes : of.bytes);
        })
        .toList();
  }

  private List<String> names(int part, IntFunction<String> name) {
    return IntStream.range(0, places.shards(part)).mapToObj(name).toList();
  }

  /// Keeps in mind what goes from shard to shard; from the whole to a part nothing does.
  private void note(Made made, int from, int shards) {
    var type = values.type(made.value);
    if (from == Form.WHOLE || type == null || !type.isStatic()) {
      return;
    }
    long size = type.sizeBytes();
    long toOthers = size * (shards - 1);
    var collective = collective(from, made.form);
    long bytes =
        switch (collective) {
          case ALL_REDUCE -> algorithm.movedBytes(size, shards);
          case ALL_GATHER, REDUCE_SCATTER -> toOthers;
          case ALL_TO_ALL -> toOthers / shards;
        };
    // An output is put together where it is read, and nowhere else.
    long forOutput = collective == CollectiveKind.ALL_GATHER ? bytes / shards : bytes;
    sent.put(made, new Sent(collective, bytes, forOutput, new LinkedHashSet<>()));
  }

  private static CollectiveKind collective(int from, int to) {
    return from == Form.PARTIAL
        ? to == Form.WHOLE ? CollectiveKind.ALL_REDUCE : CollectiveKind.REDUCE_SCATTER
        : to == Form.WHOLE ? CollectiveKind.ALL_GATHER : CollectiveKind.ALL_TO_ALL;
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
      if (how != Exchanging.MESSAGES && source.form != Form.WHOLE) {
        exchangeWhole(source);
        return;
      }
      if (source.form == Form.PARTIAL && form == Form.WHOLE) {
        reduce(source.names);
        return;
      }
      for (int shard = 0; shard < how.laidOut(results.size()); shard++) {
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

    private void exchangeWhole(Source source) {
      var collective = collective(source.form, form);
      var whole = Objects.requireNonNull(values.type(value));
      var to = form == Form.WHOLE ? whole : SplitRules.part(whole, Form.axis(form), results.size());
      int members = how.laidOut(results.size());
      for (int shard = 0; shard < members; shard++) {
        var inputs = new ArrayList<>(source.names.subList(0, members));
        Collections.swap(inputs, 0, shard);
        add(
            "/" + collective.word(),
            shard,
            new Op(
                id("/" + collective.word()),
                Fused.DOMAIN,
                WholeExchange.TYPE,
                inputs,
                List.of(results.get(shard)),
                WholeExchange.attributes(collective, to.knownShape())));
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
