package dev.partitura.visualizers.timeline;

import dev.partitura.engine.trace.Trace;

/// What a span is called: its own name, and how many ops were fused into it.
final class SpanNames {
  private SpanNames() {}

  static String of(Trace trace, int span) {
    var label = trace.labels().get(trace.label(span));
    return label.ops().size() < 2 ? label.name() : label.name() + " +" + (label.ops().size() - 1);
  }
}
