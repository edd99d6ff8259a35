package dev.partitura.editor.edit;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.project.Diagram.Position;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Adds a copy of a fragment under fresh names. A block keeps its inner names under a fresh prefix.
/// What the ops read from outside stays connected where `keepInputs` says so and the value exists,
/// and waits for an edge elsewhere.
///
/// @param at middle of the pasted ops
/// @param feed value that goes wherever the fragment reads from outside, or null
public record Paste(
    Fragment fragment, Position at, boolean keepInputs, @Nullable String feed, String label)
    implements Edit {
  /// Without anything to read from.
  public Paste(Fragment fragment, Position at, boolean keepInputs, String label) {
    this(fragment, at, keepInputs, null, label);
  }

  @Override
  public Project apply(Project before) {
    if (fragment.isEmpty()) {
      return before;
    }
    var draft = new Draft(before);
    var opNames = opNames(before);
    var names = draft.names();
    opNames.values().forEach(id -> names.take(id.name()));
    var values = new HashMap<String, String>();
    values.put("", "");
    for (var constant : fragment.initializers().keySet()) {
      values.put(constant, names.take(renamed(constant, opNames)));
    }
    for (var op : fragment.ops()) {
      for (var output : op.outputs()) {
        if (!output.isEmpty()) {
          values.put(output, names.take(renamed(output, opNames)));
        }
      }
    }
    for (var open : fragment.openValues()) {
      boolean there = keepInputs && (draft.producer(open) != null || draft.isInput(open));
      values.put(open, feed != null ? feed : there ? open : "");
    }
    fragment
        .initializers()
        .forEach((name, tensor) -> draft.initializers.put(values.getOrDefault(name, name), tensor));
    for (var op : fragment.ops()) {
      var id = opNames.getOrDefault(op.id(), op.id());
      var copy =
          new Op(
              id,
              op.domain(),
              op.type(),
              mapped(op.inputs(), values),
              mapped(op.outputs(), values),
              op.attributes());
      draft.put(trimmed(copy));
      var place = fragment.places().getOrDefault(op.id(), new Position(0, 0));
      draft.positions.put(id, new Position(at.x() + place.x(), at.y() + place.y()));
      int stage = before.plan().partOf(op.id());
      if (stage != 0) {
        draft.partition.put(id, stage);
      }
    }
    if (feed != null) {
      Weights.fit(draft);
    }
    return draft.project();
  }

  /// The names that the pasted ops get in this project.
  public Map<OpId, OpId> opNames(Project before) {
    var names = new FreshNames(before.network());
    var prefix = fragment.commonPrefix();
    var fresh = prefix.isEmpty() ? "" : names.prefix(prefix);
    var result = new LinkedHashMap<OpId, OpId>();
    for (var op : fragment.ops()) {
      var name =
          prefix.isEmpty()
              ? names.take(op.name())
              : names.take(fresh + op.name().substring(prefix.length()));
      result.put(op.id(), new OpId(name));
    }
    return result;
  }

  /// The ops it adds to this project.
  public Set<OpId> added(Project before) {
    return Set.copyOf(opNames(before).values());
  }

  /// `conv1:weight` becomes `conv2:weight` when conv1 became conv2.
  private static String renamed(String value, Map<OpId, OpId> opNames) {
    int colon = value.lastIndexOf(':');
    if (colon > 0) {
      var owner = opNames.get(new OpId(value.substring(0, colon)));
      if (owner != null) {
        return owner.name() + value.substring(colon);
      }
    }
    return value;
  }

  private static List<String> mapped(List<String> names, Map<String, String> values) {
    return names.stream()
        .map(name -> values.getOrDefault(name, name))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static Op trimmed(Op op) {
    var signature = Slots.signature(op);
    var inputs = new ArrayList<>(op.inputs());
    int least = signature == null ? inputs.size() : signature.minInputs();
    while (inputs.size() > least && inputs.getLast().isEmpty()) {
      inputs.removeLast();
    }
    return op.withInputs(inputs);
  }
}
