package dev.partitura.visualizers.timeline;

import dev.partitura.engine.analysis.PredictedSpans;
import dev.partitura.ui.canvas.HoverCard;
import dev.partitura.ui.canvas.HoverCard.Fact;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What the card beside the pointer says of a span: its name and micro-batch, and its numbers.
final class SpanCard {
  private SpanCard() {}

  static HoverCard.Text of(Score score, int span, Texts texts) {
    var trace = score.trace();
    var label = trace.labels().get(trace.label(span));
    var title =
        trace.microBatch(span) < 0
            ? label.name()
            : label.name() + " · " + texts.get("card.microBatch", trace.microBatch(span));
    var facts = new ArrayList<Fact>();
    facts.add(new Fact(texts.get("card.kind"), label.category()));
    if (label.ops().size() > 1) {
      var names = label.ops().stream().map(op -> op.name()).collect(Collectors.joining("\n"));
      facts.add(new Fact(texts.get("card.fused"), names));
    }
    facts.add(
        new Fact(
            texts.get("origin." + trace.origin().word()), Format.time(trace.durationNanos(span))));
    var beside = score.beside();
    if (beside != null && beside.spans().of(span) != PredictedSpans.NONE) {
      facts.add(
          new Fact(
              texts.get("origin.predicted"),
              Format.time(beside.spans().predicted().durationNanos(beside.spans().of(span)))));
      beside
          .spans()
          .error(span)
          .ifPresent(error -> facts.add(new Fact(texts.get("card.error"), Format.change(error))));
    }
    if (trace.preemptedNanos(span) > 0) {
      facts.add(
          new Fact(
              texts.get("card.preempted"),
              texts.get("card.preempted.of", Format.time(trace.preemptedNanos(span)))));
    }
    facts.add(new Fact(texts.get("card.start"), Format.time(trace.startNanos(span))));
    if (trace.kind(span).moves() && trace.bytes(span) > 0) {
      facts.add(new Fact(texts.get("card.bytes"), Format.bytes(trace.bytes(span))));
      facts.add(
          new Fact(
              texts.get("card.rate"),
              Format.bytesPerSecond(
                  trace.bytes(span) * 1e9 / Math.max(1, trace.durationNanos(span)))));
    }
    var phase = trace.phase(span);
    if (phase != null) {
      facts.add(new Fact(texts.get("card.phase"), texts.get("phase." + phase.name())));
    }
    long flops = trace.label(span) < score.flops().length ? score.flops()[trace.label(span)] : 0;
    if (flops > 0 && trace.durationNanos(span) > 0) {
      facts.add(
          new Fact(
              texts.get("card.rate"),
              Format.flopsPerSecond(flops * 1e9 / trace.durationNanos(span))));
    }
    int last = score.flows().lastInto(span);
    if (last >= 0) {
      long waited = trace.startNanos(span) - trace.endNanos(last);
      facts.add(
          new Fact(
              texts.get("card.waitsFor"),
              texts.get("card.waited", trace.name(last), Format.time(Math.max(0, waited)))));
    }
    if (span < score.slackNanos().length) {
      facts.add(new Fact(texts.get("card.slack"), Format.time(score.slackNanos()[span])));
    }
    for (var said : trace.arguments(span)) {
      facts.add(new Fact(said.key(), said.value()));
    }
    return new HoverCard.Text(title, facts, List.of());
  }
}
