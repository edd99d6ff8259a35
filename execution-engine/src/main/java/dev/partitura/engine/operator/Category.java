package dev.partitura.engine.operator;

/// What an operator is for; groups the palette and colours spans by kind.
public enum Category {
  LAYER,
  ACTIVATION,
  NORMALIZATION,
  POOLING,
  ARITHMETIC,
  REDUCTION,
  SHAPE,
  LOGIC,
  ATTENTION,
  RECURRENT,
  QUANTIZATION,
  CONTROL
}
