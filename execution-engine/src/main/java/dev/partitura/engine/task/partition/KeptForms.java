package dev.partitura.engine.task.partition;

import dev.partitura.engine.task.partition.Values.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How what stays from one iteration to the next, such as a weight in training, may lie on shards:
/// as all ops that write over it can have it. Values that stay in one place lie alike. Immutable;
/// cost O(ops · rules).
final class KeptForms {
  private final Values values;
  private final Map<Integer, List<Integer>> members = new HashMap<>();
  private final Map<Integer, Set<Integer>> forms = new HashMap<>();

  KeptForms(Values values, OpSplits splits) {
    this.values = values;
    for (int value = 0; value < values.count(); value++) {
      if (values.origin(value) == Origin.KEPT) {
        members.computeIfAbsent(values.group(value), _ -> new ArrayList<>()).add(value);
      }
    }
    members.keySet().forEach(group -> forms.put(group, new HashSet<>()));
    var met = new HashSet<Integer>();
    for (int index = 0; index < values.ops().size(); index++) {
      var op = values.ops().get(index);
      var overwritten = Values.overwritten(op);
      if (overwritten.isEmpty()) {
        continue;
      }
      int group = values.group(values.input(op, overwritten.iterator().next()));
      var here = new HashSet<Integer>();
      for (var rule : splits.of(index)) {
        var of = new HashSet<Integer>();
        overwritten.forEach(input -> of.add(Form.of(rule.inputs().get(input))));
        if (of.size() == 1) {
          here.addAll(of);
        }
      }
      var all = forms.computeIfAbsent(group, _ -> new HashSet<>());
      if (met.add(group)) {
        all.addAll(here);
      } else {
        all.retainAll(here);
      }
    }
  }

  /// Whether what stays may lie so from the beginning on.
  boolean mayLie(int value, int form) {
    return form == Form.WHOLE || forms.getOrDefault(values.group(value), Set.of()).contains(form);
  }

  /// Values that lie as this one does, itself among them.
  List<Integer> together(int value) {
    return members.getOrDefault(values.group(value), List.of(value));
  }
}
