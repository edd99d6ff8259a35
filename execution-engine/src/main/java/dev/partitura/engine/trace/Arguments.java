package dev.partitura.engine.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is said of single spans: each distinct key with its value is kept once.
final class Arguments {
  private final List<Argument> distinct;
  private final int @Nullable [] first;
  private final int[] argument;

  private Arguments(List<Argument> distinct, int @Nullable [] first, int[] argument) {
    this.distinct = distinct;
    this.first = first;
    this.argument = argument;
  }

  List<Argument> of(int span) {
    var said = new ArrayList<Argument>();
    for (int i = first == null ? 0 : first[span]; first != null && i < first[span + 1]; i++) {
      said.add(distinct.get(argument[i]));
    }
    return said;
  }

  /// They while they are collected.
  static final class Collected {
    private final Map<Argument, Integer> distinct = new LinkedHashMap<>();
    private final IntColumn span = new IntColumn(-1);
    private final IntColumn argument = new IntColumn(-1);
    private int count;

    void add(int ofSpan, Argument said) {
      span.set(count, ofSpan);
      argument.set(count++, distinct.computeIfAbsent(said, _ -> distinct.size()));
    }

    /// @param order rows of the spans in the order of the trace
    Arguments inOrder(int[] order) {
      if (count == 0) {
        return new Arguments(List.of(), null, new int[0]);
      }
      var place = RowOrder.places(order);
      var of = new int[count];
      for (int i = 0; i < count; i++) {
        of[i] = place[span.get(i)];
      }
      var first = RowOrder.offsets(of, order.length);
      return new Arguments(
          List.copyOf(distinct.keySet()),
          first,
          argument.picked(RowOrder.grouped(of, count, first)));
    }
  }
}
