package dev.partitura.engine.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// An Einstein summation, parsed: for each operand and for the output the labels of its axes. The
/// axes of an ellipsis get labels of their own, aligned at the last.
///
/// @param operands labels of each operand's axes; an ellipsis axis is a negative number
/// @param output labels of the output's axes
record EinsumEquation(List<int[]> operands, int[] output) {
  /// @param ranks of the operands
  static EinsumEquation parse(OpContext op, String equation, int[] ranks) {
    var text = equation.replace(" ", "");
    int arrow = text.indexOf("->");
    var terms = (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
    if (terms.length != ranks.length) {
      throw op.refuse("op.einsum.operands", ranks.length, equation);
    }
    int ellipsis = 0;
    var operands = new ArrayList<int[]>();
    for (int i = 0; i < terms.length; i++) {
      int named = terms[i].replace("...", "").length();
      boolean open = terms[i].contains("...");
      if (open ? named > ranks[i] : named != ranks[i]) {
        throw op.refuse("op.einsum.rank", named, i, ranks[i], equation);
      }
      ellipsis = Math.max(ellipsis, open ? ranks[i] - named : 0);
      operands.add(labels(op, terms[i], open ? ranks[i] - named : 0, equation));
    }
    var output =
        arrow < 0
            ? implied(operands, ellipsis)
            : labels(
                op,
                text.substring(arrow + 2),
                text.indexOf("...", arrow) < 0 ? 0 : ellipsis,
                equation);
    for (int label : output) {
      if (operands.stream().noneMatch(axes -> Arrays.stream(axes).anyMatch(axis -> axis == label))
          || Arrays.stream(output).filter(axis -> axis == label).count() > 1) {
        throw op.refuse("op.einsum.output", equation);
      }
    }
    return new EinsumEquation(operands, output);
  }

  /// Labels of a term; the ellipsis becomes -count … -1, so that axes align at the last.
  private static int[] labels(OpContext op, String term, int ellipsis, String equation) {
    var labels = IntStream.builder();
    for (int i = 0; i < term.length(); i++) {
      char letter = term.charAt(i);
      if (term.startsWith("...", i)) {
        for (int axis = -ellipsis; axis < 0; axis++) {
          labels.add(axis);
        }
        i += 2;
      } else if (Character.isLetter(letter) && letter < 128) {
        labels.add(letter);
      } else {
        throw op.refuse("op.einsum.equation", equation, letter);
      }
    }
    return labels.build().toArray();
  }

  /// Without an arrow: the ellipsis, then the labels that occur once, in alphabetical order.
  private static int[] implied(List<int[]> operands, int ellipsis) {
    var labels = IntStream.rangeClosed(-ellipsis, -1);
    var all =
        operands.stream()
            .flatMapToInt(Arrays::stream)
            .filter(label -> label >= 0)
            .sorted()
            .toArray();
    var once =
        Arrays.stream(all)
            .filter(label -> Arrays.stream(all).filter(other -> other == label).count() == 1);
    return IntStream.concat(labels, once).toArray();
  }

  /// Labels that are summed over: those of the operands that the output lacks.
  int[] summed() {
    return operands.stream()
        .flatMapToInt(Arrays::stream)
        .distinct()
        .filter(label -> Arrays.stream(output).noneMatch(kept -> kept == label))
        .toArray();
  }
}
