package dev.partitura.engine.task.sequence;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Attributes;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Fused;
import dev.partitura.engine.operator.Shard;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Plan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Writes the network of all pieces. Piece q of value or op `x` is `x.q`. Used by one thread.
final class PieceOps {
  private final Network network;
  private final Plan plan;
  private final int pieces;
  private final List<Op> ops = new ArrayList<>();
  private final Map<OpId, Integer> partition = new HashMap<>();
  private final Map<OpId, OpId> origins = new HashMap<>();
  private final Map<String, Constant> initializers;
  private final Map<List<Object>, String> made = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  PieceOps(Network network, Plan plan) {
    this.network = network;
    this.plan = plan;
    pieces = plan.sequenceChunks();
    initializers = new LinkedHashMap<>(network.initializers());
    taken.addAll(initializers.keySet());
    network.inputs().forEach(input -> taken.add(input.name()));
    for (var op : network.ops()) {
      taken.add(op.name());
      taken.addAll(op.outputs());
    }
  }

  /// One that the sequence does not pass through, done with the first piece.
  void add(Op whole) {
    add(whole, whole.id(), 0);
  }

  /// @param stands the op of the network that it is done for
  private void add(Op op, OpId stands, int piece) {
    ops.add(op);
    partition.put(op.id(), plan.partOf(stands) * pieces + piece);
    origins.put(op.id(), stands);
  }

  /// An op on a piece.
  ///
  /// @param part how it is written there
  void add(Op whole, Op part, List<String> inputs, int piece) {
    add(
        part.withId(new OpId(unique(whole.name() + "." + piece)))
            .withInputs(inputs)
            .withOutputs(
                whole.outputs().stream()
                    .map(output -> output.isEmpty() ? output : name(output, piece))
                    .toList()),
        whole.id(),
        piece);
  }

  /// What an op makes of a piece.
  private String name(String value, int piece) {
    return made.computeIfAbsent(List.of(value, piece), _ -> unique(value + "." + piece));
  }

  /// A piece of a value that an op made in pieces, or of an input.
  String piece(String value, PieceForm form, Op reader, int piece) {
    return network.inputs().stream().anyMatch(input -> input.name().equals(value))
        ? cut(value, form.axis(), reader, piece)
        : name(value, piece);
  }

  /// A piece of a value that is whole. What may be trained is cut by an op, which its gradients
  /// come back through.
  String cut(String value, int axis, Op reader, int piece) {
    var constant = initializers.get(value);
    if (constant != null && !constant.type().dataType().isFloating()) {
      return made.computeIfAbsent(
          List.of(value, piece, axis),
          _ -> constant(value + "." + piece, Shard.of(constant, axis, piece, pieces)));
    }
    return made.computeIfAbsent(
        List.of(value, piece, axis),
        _ ->
            added(
                Fused.DOMAIN,
                Shard.TYPE,
                Shard.attributes(axis, piece, pieces),
                List.of(value),
                unique(value + "." + piece),
                reader,
                piece));
  }

  /// The pieces of a value up to one.
  String upTo(String value, int axis, Op reader, int piece) {
    return piece == 0
        ? name(value, 0)
        : made.computeIfAbsent(
            List.of(value, "to", piece, plan.partOf(reader.id())),
            _ ->
                joined(
                    IntStream.rangeClosed(0, piece).mapToObj(each -> name(value, each)).toList(),
                    axis,
                    unique(value + ".0-" + piece),
                    reader,
                    piece));
  }

  /// All pieces of a value, under its own name.
  void join(String value, int axis, Op maker) {
    joined(
        IntStream.range(0, pieces).mapToObj(each -> name(value, each)).toList(),
        axis,
        value,
        maker,
        pieces - 1);
  }

  private String joined(List<String> parts, int axis, String name, Op reader, int piece) {
    var along = Attributes.NONE.with("axis", new Attribute.IntValue(axis));
    return added("", "Concat", along, parts, name, reader, piece);
  }

  private String added(
      String domain,
      String type,
      Attributes attributes,
      List<String> inputs,
      String name,
      Op stands,
      int piece) {
    var id = new OpId(unique(name + "/" + type.toLowerCase(java.util.Locale.ROOT)));
    add(new Op(id, domain, type, inputs, List.of(name), attributes), stands.id(), piece);
    return name;
  }

  String constant(String wanted, Constant constant) {
    var name = unique(wanted);
    initializers.put(name, constant);
    return name;
  }

  private String unique(String wanted) {
    var name = wanted;
    while (!taken.add(name)) {
      name += "'";
    }
    return name;
  }

  Map<OpId, OpId> origins() {
    return origins;
  }

  Network network() {
    var read = new HashSet<String>();
    ops.forEach(op -> read.addAll(op.dependencies()));
    network.outputs().forEach(output -> read.add(output.name()));
    initializers.keySet().retainAll(read);
    return network.withOps(ops).withInitializers(initializers);
  }

  /// The parts of each piece, see [SequencePieces].
  Plan plan() {
    var parts = new ArrayList<Part>();
    plan.parts().forEach(part -> parts.addAll(Collections.nCopies(pieces, part)));
    return plan.with(parts, partition).withSchedule(plan.schedule());
  }
}
