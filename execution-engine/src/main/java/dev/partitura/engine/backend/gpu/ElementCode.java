package dev.partitura.engine.backend.gpu;

/// Functions of one element, or of two, by the numbers that the kernels know them by.
enum ElementCode {
  IDENTITY(0),
  RELU(1),
  SIGMOID(2),
  TANH(3),
  EXP(4),
  LOG(5),
  SQRT(6),
  ABS(7),
  NEG(8),
  RECIPROCAL(9),
  ERF(10),
  GELU(11),
  GELU_BY_TANH(12),
  CLIP(13),
  LEAKY_RELU(14),
  HARD_SIGMOID(15),
  HARD_SWISH(16),
  SWISH(17),
  SOFTPLUS(18),
  MISH(19),
  ELU(20),
  FLOOR(21),
  CEIL(22),
  ADD(32),
  SUB(33),
  MUL(34),
  DIV(35),
  MAX(36),
  MIN(37),
  POW(38),
  PRELU(39);

  private final int number;

  ElementCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
