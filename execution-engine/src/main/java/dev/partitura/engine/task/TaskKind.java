package dev.partitura.engine.task;

/// What a task does. The ordinal is stored in [TaskGraph] and in traces: add at the end.
public enum TaskKind {
  COMPUTE,
  TRANSFER
}
