package dev.partitura.engine.task.sequence;

import dev.partitura.engine.network.Attribute;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.network.ConstantSource;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.NetworkTypes;
import dev.partitura.engine.operator.Operator;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.tensor.DataType;
import dev.partitura.engine.tensor.Tensor;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Attention of each piece to itself and the pieces before: as one op, or as a product of queries
/// and keys, a mask, a softmax and a product with the values. Each place's scores are computed as
/// far as its piece reaches; that the rest would be masked is made sure of. Used by one thread.
final class CausalScores {
  private final NetworkTypes types;
  private final PieceOps ops;
  private final int pieces;
  private final Map<String, PieceForm> forms;

  CausalScores(NetworkTypes types, PieceOps ops, int pieces, Map<String, PieceForm> forms) {
    this.types = types;
    this.ops = ops;
    this.pieces = pieces;
    this.forms = forms;
  }

  /// Whether an op is part of causal attention, and has been done in pieces.
  ///
  /// @throws dev.partitura.engine.problem.ProblemException where it does something else with scores
  boolean add(Op op) {
    if (op.domain().isEmpty()) {
      if (isFused(op)) {
        fused(op);
        return true;
      }
      if (op.type().equals("MatMul")) {
        return product(op);
      }
    }
    if (op.inputs().stream().map(forms::get).allMatch(form -> form == null || form.isCut())) {
      return false;
    }
    var operator = Operators.find(op);
    if (operator != null && operator.has(Trait.PLACE_BY_PLACE)) {
      each(op, operator);
    } else if (op.domain().isEmpty() && op.type().equals("Softmax")) {
      softmax(op);
    } else {
      throw SequenceSplit.mixes(op);
    }
    return true;
  }

  private @Nullable PieceForm form(Op op, int input) {
    return forms.get(op.inputs().get(input));
  }

  private int rank(Op op, int input) {
    return types.context(op).type(input).knownShape().rank();
  }

  private boolean isCutAlong(Op op, int input, int axis) {
    var form = form(op, input);
    return form != null && form.isCut() && form.axis() == axis;
  }

  private boolean isFused(Op op) {
    return op.type().equals("Attention")
        && op.attributes().intOr("is_causal", 0) == 1
        && op.inputs().stream().filter(input -> !input.isEmpty()).count() == 3
        && op.outputs().stream().filter(output -> !output.isEmpty()).count() == 1
        && isCutAlong(op, 0, rank(op, 0) - 2)
        && isCutAlong(op, 1, rank(op, 1) - 2)
        && isCutAlong(op, 2, rank(op, 2) - 2)
        && length(op, 0) == length(op, 1);
  }

  private long length(Op op, int input) {
    return types.context(op).type(input).knownShape().size(rank(op, input) - 2);
  }

  /// The mask of a piece tells its places from those before; see [#seen].
  private void fused(Op op) {
    long each = length(op, 0) / pieces;
    var attributes = op.attributes().with("is_causal", new Attribute.IntValue(0));
    for (int piece = 0; piece < pieces; piece++) {
      var inputs = new ArrayList<String>();
      inputs.add(ops.piece(op.inputs().getFirst(), cutForm(op, 0), op, piece));
      for (int input = 1; input < 3; input++) {
        inputs.add(ops.upTo(op.inputs().get(input), cutForm(op, input).axis(), op, piece));
      }
      if (piece > 0) {
        inputs.add(ops.constant(op.name() + "." + piece + "/mask", seen(each, piece)));
      }
      ops.add(op, piece == 0 ? op : op.withAttributes(attributes), inputs, piece);
    }
    forms.put(op.outputs().getFirst(), cutForm(op, 0));
  }

  private PieceForm cutForm(Op op, int input) {
    return Objects.requireNonNull(form(op, input));
  }

  /// Which places the places of a piece see, `[each, each · (piece + 1)]`.
  private static Constant seen(long each, int piece) {
    long columns = each * (piece + 1);
    var type = TensorType.of(DataType.BOOL, each, columns);
    return new Constant(
        type,
        new ConstantSource.Derived(
            List.of(),
            _ -> {
              var seen = Tensor.allocate(type);
              for (long row = 0; row < each; row++) {
                for (long column = 0; column < columns; column++) {
                  seen.setLong(row * columns + column, column <= row + each * piece ? 1 : 0);
                }
              }
              return seen;
            }));
  }

  /// Scores of queries and keys, or the values mixed by shares.
  private boolean product(Op op) {
    int rows = rank(op, 0) - 2;
    int ofOther = rank(op, 1);
    var left = form(op, 0);
    if (isCutAlong(op, 0, rows) && ofOther > 1 && isCutAlong(op, 1, ofOther - 1)) {
      products(op, ofOther - 1);
      int rank = types.context(op).type(0).knownShape().rank();
      int most = Math.max(rank, ofOther);
      forms.put(op.outputs().getFirst(), new PieceForm(most - 2, most - 1, false));
      return true;
    }
    if (left != null && !left.isCut()) {
      if (!left.masked() || left.axis() != rows || !isCutAlong(op, 1, ofOther - 2)) {
        throw SequenceSplit.mixes(op);
      }
      products(op, ofOther - 2);
      forms.put(op.outputs().getFirst(), PieceForm.along(Math.max(rank(op, 0), ofOther) - 2));
      return true;
    }
    return false;
  }

  private void products(Op op, int axis) {
    for (int piece = 0; piece < pieces; piece++) {
      ops.add(
          op,
          op,
          List.of(
              ops.piece(op.inputs().getFirst(), cutForm(op, 0), op, piece),
              ops.upTo(op.inputs().getLast(), axis, op, piece)),
          piece);
    }
  }

  private void softmax(Op op) {
    var form = cutForm(op, 0);
    int rank = rank(op, 0);
    long axis = op.attributes().intOr("axis", -1);
    if (!form.masked() || (axis < 0 ? axis + rank : axis) != form.columns()) {
      throw SequenceSplit.mixes(op);
    }
    for (int piece = 0; piece < pieces; piece++) {
      ops.add(op, op, List.of(ops.piece(op.inputs().getFirst(), form, op, piece)), piece);
    }
    forms.put(op.outputs().getFirst(), form);
  }

  private void each(Op op, Operator operator) {
    var made = Objects.requireNonNull(types.type(op.outputs().getFirst())).knownShape();
    var mask = new CausalMask(operator, types.context(op), pieces);
    boolean masked = mask.masks();
    for (int input = 0; input < op.inputs().size(); input++) {
      var form = form(op, input);
      masked |= form != null && form.masked() && operator.keepsMasked(types.context(op), input);
    }
    var form = new PieceForm(made.rank() - 2, made.rank() - 1, masked);
    for (int piece = 0; piece < pieces; piece++) {
      var inputs = new ArrayList<String>();
      for (int input = 0; input < op.inputs().size(); input++) {
        inputs.add(scores(op, input, form, piece));
      }
      ops.add(op, op, inputs, piece);
    }
    forms.put(op.outputs().getFirst(), form);
  }

  /// What a piece of scores takes of an input: its piece, or the rows and columns of a constant.
  private String scores(Op op, int input, PieceForm form, int piece) {
    var value = op.inputs().get(input);
    var own = form(op, input);
    var type = types.context(op).type(input);
    int rank = type.knownShape().rank();
    if (own != null) {
      if (own.isCut() || own.columns() != rank - 1 || form.columns() != rank - 1) {
        throw SequenceSplit.mixes(op);
      }
      return ops.piece(value, own, op, piece);
    }
    boolean rows = rank > 1 && type.knownShape().size(rank - 2) > 1;
    boolean columns = rank > 0 && type.knownShape().size(rank - 1) > 1;
    if (!rows && !columns) {
      return value;
    }
    var constant = types.context(op).constants().get(input);
    if (constant == null || !constant.isKnown()) {
      throw SequenceSplit.mixes(op);
    }
    return ops.constant(
        value + "." + piece, CausalMask.part(constant, rows, columns, piece, pieces));
  }
}
