package dev.partitura.engine.trace;

import dev.partitura.engine.column.ByteColumn;
import dev.partitura.engine.column.IntColumn;
import dev.partitura.engine.column.LongColumn;

/// The columns of spans while they are collected, in the order of collection.
final class SpanColumns {
  final IntColumn track = new IntColumn();
  final IntColumn label = new IntColumn();
  final ByteColumn kind = new ByteColumn();
  final LongColumn start = new LongColumn();
  final LongColumn end = new LongColumn();
  final IntColumn replica = new IntColumn(-1);
  final IntColumn microBatch = new IntColumn(-1);
  final IntColumn task = new IntColumn(-1);
  final LongColumn bytes = new LongColumn();
  final LongColumn preempted = new LongColumn();
  final ByteColumn phase = new ByteColumn((byte) -1);
  final Arguments.Collected arguments = new Arguments.Collected();
}
