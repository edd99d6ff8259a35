package dev.partitura.ui.run;

import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.plan.Recompute;
import dev.partitura.engine.plan.Replication;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.List;

/// What a plan does in training otherwise than usual, in a few words each, such as `ZeRO 1`.
final class ExchangeWords {
  private ExchangeWords() {}

  static List<String> of(Plan plan, Texts texts) {
    var words = new ArrayList<String>();
    var replication = plan.replication();
    if (!plan.collective().equals(AllReduces.RING)) {
      words.add(plan.collective());
    }
    if (replication.zero() > 0) {
      words.add(texts.get("exchange.short.zero", replication.zero()));
    }
    if (replication.averages()) {
      words.add(texts.get("exchange.short.average", replication.averageEvery()));
    }
    if (replication.bucketBytes() != Replication.USUAL_BUCKET_BYTES) {
      words.add(texts.get("exchange.short.bucket", Format.bytes(replication.bucketBytes())));
    }
    plan.parts().stream()
        .map(Part::recompute)
        .filter(again -> again != Recompute.NONE)
        .distinct()
        .forEach(again -> words.add(texts.get("exchange.short.recompute." + again.word())));
    return words;
  }
}
