package dev.partitura.visualizers.serving;

import dev.partitura.engine.execute.serve.ServiceTime;
import dev.partitura.engine.execute.serve.live.ServedRequest;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;

/// Says in words what a request waited for. Pure.
final class RequestWords {
  /// What a batch may take beyond what is usual before that is worth a word.
  private static final double SLOW_BATCH = 1.5;

  /// Parts below this share of a latency are not worth a word.
  private static final double LEAST_SHARE = 0.02;

  private final Texts texts;
  private final ServiceTime service;

  /// What a latency goes by.
  enum Part {
    QUEUE,
    BATCH_WAIT,
    COMPUTE,
    TRANSFER;

    long of(ServedRequest request) {
      return switch (this) {
        case QUEUE -> request.queueNanos();
        case BATCH_WAIT -> request.batchWaitNanos();
        case COMPUTE -> request.computeNanos();
        case TRANSFER -> request.transferNanos();
      };
    }

    /// As texts name it.
    String key() {
      return switch (this) {
        case QUEUE -> "queue";
        case BATCH_WAIT -> "batchWait";
        case COMPUTE -> "compute";
        case TRANSFER -> "transfer";
      };
    }

    /// The largest part of a latency.
    static Part largest(ServedRequest request) {
      var largest = QUEUE;
      for (var part : values()) {
        largest = part.of(request) > largest.of(request) ? part : largest;
      }
      return largest;
    }
  }

  /// @param service by batch size, as measured before the load
  RequestWords(Texts texts, ServiceTime service) {
    this.texts = texts;
    this.service = service;
  }

  /// The part that took longest, in a word.
  String mostly(ServedRequest request) {
    return texts.get(isLate(request) ? "part.lag" : "part." + Part.largest(request).key());
  }

  /// Whether the generator's own lateness is the most of it.
  private static boolean isLate(ServedRequest request) {
    return Part.largest(request) == Part.QUEUE && 2 * request.lagNanos() > request.queueNanos();
  }

  /// How long it took and, sentence by sentence, what for.
  String story(ServedRequest request) {
    var said = new ArrayList<String>();
    said.add(
        texts.get(
            request.inTime() ? "story" : "story.late",
            request.number(),
            Format.time(request.latencyNanos())));
    if (isWorthAWord(request, request.lagNanos())) {
      said.add(texts.get("story.lag", Format.time(request.lagNanos())));
    }
    long queued = Math.max(0, request.queueNanos() - request.lagNanos());
    if (isWorthAWord(request, queued)) {
      said.add(
          texts.get(
              request.ahead() == 0 ? "story.queue.busy" : "story.queue",
              Format.time(queued),
              request.ahead()));
    }
    if (isWorthAWord(request, request.batchWaitNanos())) {
      said.add(texts.get("story.batchWait", Format.time(request.batchWaitNanos())));
    }
    said.add(texts.get("story.compute", Format.time(request.computeNanos()), request.batch()));
    double usual = service.meanSeconds(request.batch()) * 1e9;
    double took = (double) request.computeNanos() + request.transferNanos();
    if (took > SLOW_BATCH * usual) {
      said.add(texts.get("story.slow", Format.time(took), Format.time(usual)));
    }
    if (isWorthAWord(request, request.transferNanos())) {
      said.add(texts.get("story.transfer", Format.time(request.transferNanos())));
    }
    return String.join(" ", said);
  }

  /// What to try against its longest part.
  String remedy(ServedRequest request) {
    return texts.get(isLate(request) ? "remedy.lag" : "remedy." + Part.largest(request).key());
  }

  private static boolean isWorthAWord(ServedRequest request, long nanos) {
    return nanos > LEAST_SHARE * request.latencyNanos();
  }
}
