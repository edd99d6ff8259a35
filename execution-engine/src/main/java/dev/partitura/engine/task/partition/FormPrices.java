package dev.partitura.engine.task.partition;

import dev.partitura.engine.network.Op;
import dev.partitura.engine.task.partition.Values.Origin;

/// What it costs to have a value lie as an op wants it. Nanoseconds. Immutable.
final class FormPrices {
  private final Values values;
  private final OpSplits splits;
  private final Moves moves;
  private final KeptForms kept;

  FormPrices(Values values, OpSplits splits, Moves moves, KeptForms kept) {
    this.values = values;
    this.splits = splits;
    this.moves = moves;
    this.kept = kept;
  }

  /// The cheapest way to a form from those that are there; [Moves#NEVER] where there is none.
  ///
  /// @param there by value the forms in which it is there, as bits
  /// @param part of the plan that wants it
  double of(ValueForms there, int value, int wanted, int part) {
    int has = there.get(value);
    if ((has & Form.bit(wanted)) != 0) {
      return 0;
    }
    boolean weight = splits.isWeight(value);
    if (values.origin(value) == Origin.KEPT && has == 0) {
      return wanted == Form.PARTIAL || kept.mayLie(value, wanted)
          ? 0
          : move(Form.bit(Form.WHOLE), value, wanted, part);
    }
    if (Form.isAlong(wanted) && !splits.mayCut(value, Form.axis(wanted))) {
      return Moves.NEVER;
    }
    if (wanted == Form.PARTIAL) {
      // The first shard takes the whole for its term, the others take zeros.
      return (has & Form.bit(Form.WHOLE)) != 0
          ? weight ? 0 : moves.readNanos(values.bytes(value), part)
          : Moves.NEVER;
    }
    return move(has, value, wanted, part);
  }

  /// @param has forms in which the value is there, as bits
  private double move(int has, int value, int wanted, int part) {
    boolean constant = values.origin(value) == Origin.CONSTANT;
    int shards = shards(value, part);
    double least = Moves.NEVER;
    for (int from = 0; from <= Form.LAST; from++) {
      boolean consumed = from == Form.PARTIAL && (has & ValueForms.READ_PARTIAL) != 0;
      if ((has & Form.bit(from)) != 0 && !consumed) {
        double nanos =
            constant && from == Form.WHOLE
                ? 0
                : moves.nanos(from, wanted, values.bytes(value), shards, part);
        least = Math.min(least, nanos);
      }
    }
    return least;
  }

  private int shards(int value, int part) {
    int maker = values.maker(value);
    return maker < 0 ? moves.shards(part) : values.shards(values.ops().get(maker));
  }

  /// Weights are priced as if all that a shard holds of them were read, so that a table of which an
  /// op takes a few entries is worth splitting too.
  double held(Op op, int value, int form) {
    boolean isHeld = values.origin(value) == Origin.CONSTANT || values.origin(value) == Origin.KEPT;
    double bytes = values.bytes(value);
    return isHeld
        ? moves.readNanos(Form.isAlong(form) ? bytes / values.shards(op) : bytes, values.part(op))
        : 0;
  }
}
