package dev.partitura.engine.operator;

/// Sums of the gradients of one direction's parameters, `w`, `r`, `b` and peepholes as
/// [Recurrent.Cell] has them, and of the inputs of the step that goes back. Used by one thread.
final class CellGradients {
  final double[] w;
  final double[] r;
  final double[] b;
  final double[] peepholes;

  /// Of the inputs of a step; the caller clears it.
  final double[] x;

  private final Recurrent.Cell cell;

  CellGradients(Recurrent.Cell cell) {
    this.cell = cell;
    w = new double[cell.w.length];
    r = new double[cell.r.length];
    b = new double[cell.b.length];
    peepholes = new double[3 * cell.hidden];
    x = new double[cell.input];
  }

  /// What is due to a unit of a gate whose sum over inputs and state has the gradient `d`.
  ///
  /// @param dh the gradient of the state `h`, to which is added
  void addGate(int gate, int unit, double d, double[] inputs, double[] h, double[] dh) {
    addInput(gate, unit, d, inputs);
    addState(gate, unit, d, h, dh);
  }

  /// The part of it that comes from the inputs.
  void addInput(int gate, int unit, double d, double[] inputs) {
    int row = gate * cell.hidden + unit;
    b[row] += d;
    for (int i = 0; i < cell.input; i++) {
      w[row * cell.input + i] += d * inputs[i];
      x[i] += d * cell.w[row * cell.input + i];
    }
  }

  /// The part of it that comes from the state.
  void addState(int gate, int unit, double d, double[] h, double[] dh) {
    int row = gate * cell.hidden + unit;
    b[b.length / 2 + row] += d;
    for (int i = 0; i < cell.hidden; i++) {
      r[row * cell.hidden + i] += d * h[i];
      dh[i] += d * cell.r[row * cell.hidden + i];
    }
  }

  void addPeephole(int gate, int unit, double d) {
    peepholes[gate * cell.hidden + unit] += d;
  }
}
