package dev.partitura.engine.trace;

/// What went on during a span. The ordinal is stored: add at the end.
public enum SpanKind {
  COMPUTE,
  TRANSFER,
  OTHER
}
