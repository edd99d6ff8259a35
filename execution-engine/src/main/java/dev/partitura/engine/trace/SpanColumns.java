package dev.partitura.engine.trace;

/// The columns of spans while they are collected, in the order of collection.
final class SpanColumns {
  final IntColumn track = new IntColumn(0);
  final IntColumn label = new IntColumn(0);
  final IntColumn kind = new IntColumn(0);
  final LongColumn start = new LongColumn(0);
  final LongColumn end = new LongColumn(0);
  final IntColumn replica = new IntColumn(-1);
  final IntColumn microBatch = new IntColumn(-1);
  final IntColumn task = new IntColumn(-1);
  final LongColumn bytes = new LongColumn(0);
  final IntColumn phase = new IntColumn(-1);
  final Arguments.Collected arguments = new Arguments.Collected();
}
