package dev.partitura.engine.plan;

import dev.partitura.engine.operator.Precision;
import dev.partitura.engine.plan.collective.AllReduces;
import dev.partitura.engine.plan.schedule.Placement;
import dev.partitura.engine.plan.schedule.Schedule;
import dev.partitura.engine.plan.schedule.Schedules;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A plan in a few words, such as `pipeline=2,micro-batches=8,schedule=longest-path`; [Presets]
/// lays it on a network and a cluster.
///
/// @param degrees behind the words of the kind, in their order; 0 means as many as the cluster has
///   devices
/// @param chunks stages of each device of a pipeline; 0 where none was said
/// @param microBatches 0 where none was said
/// @param batch what was said of the samples
/// @param schedule as plan files name it; see `plan.schedule`
/// @param collective as plan files name it; see `plan.collective`
/// @param shards among which the tensors are split of what each device would have; 1 where they are
///   not, 0 means as many as the cluster has devices
/// @param sequenceParallel see [Plan]
/// @param recompute of every part
/// @param replication see [Plan]
/// @param precision see [Passes]
/// @param sequenceChunks see [Plan]; 0 where none was said
public record PlanPreset(
    Preset kind,
    List<Integer> degrees,
    int chunks,
    int microBatches,
    BatchWords batch,
    String schedule,
    String collective,
    int shards,
    boolean sequenceParallel,
    Recompute recompute,
    Replication replication,
    Precision precision,
    int sequenceChunks) {
  private static final String ZERO = "zero";
  private static final String AVERAGE_EVERY = "average-every";
  private static final String BUCKET_BYTES = "bucket-bytes";
  private static final String RECOMPUTE = "recompute";
  private static final String PRECISION = "precision";
  private static final String TENSOR = "tensor";
  private static final String SEQUENCE_PARALLEL = "sequence-parallel";
  private static final String CHUNKS = "chunks";
  private static final String SEQUENCE_CHUNKS = "sequence-chunks";
  private static final String MICRO_BATCHES = "micro-batches";
  private static final String MICRO_BATCH = "micro-batch";
  private static final String GLOBAL_BATCH = "global-batch";
  private static final String SCHEDULE = "schedule";
  private static final String COLLECTIVE = "collective";
  private static final String SINGLE = "single";
  private static final int MOST = 1 << 20;

  public PlanPreset {
    degrees = List.copyOf(degrees);
    if (degrees.size() != kind.words().size() || microBatches < 0 || chunks < 0) {
      throw new IllegalArgumentException(
          kind.name() + " with degrees " + degrees + " and " + microBatches + " micro-batches");
    }
  }

  /// With the forward schedule, and a ring.
  public PlanPreset(Preset kind, List<Integer> degrees, int microBatches) {
    this(kind, degrees, microBatches, Plan.FORWARD, AllReduces.RING);
  }

  /// With as many chunks as the schedule takes, without shards and recomputation.
  public PlanPreset(
      Preset kind, List<Integer> degrees, int microBatches, String schedule, String collective) {
    this(
        kind,
        degrees,
        0,
        microBatches,
        BatchWords.NONE,
        schedule,
        collective,
        1,
        false,
        Recompute.NONE,
        Replication.WHOLE,
        Precision.FP32,
        0);
  }

  /// The preset a text describes: words separated by commas, each with `=NUMBER` behind it or not,
  /// `schedule=NAME` and `collective=NAME` among them, in any order.
  ///
  /// @throws ProblemException with every problem found, when the text is not a preset
  public static PlanPreset parse(String text) {
    var problems = new ArrayList<Problem>();
    var written = written(text, problems);
    var schedule = written.remove(SCHEDULE);
    var collective = written.remove(COLLECTIVE);
    var microBatches = written.remove(MICRO_BATCHES);
    var batch =
        new BatchWords(or(written.remove(MICRO_BATCH), 0), or(written.remove(GLOBAL_BATCH), 0));
    var tensor = written.remove(TENSOR);
    boolean sequenceParallel = written.remove(SEQUENCE_PARALLEL) != null;
    var recompute = written.remove(RECOMPUTE);
    var precision = written.remove(PRECISION);
    var replication =
        new Replication(
            or(written.remove(BUCKET_BYTES), Replication.USUAL_BUCKET_BYTES),
            Math.min(Replication.MOST_ZERO, or(written.remove(ZERO), 0)),
            or(written.remove(AVERAGE_EVERY), 0));
    if (written.isEmpty() && tensor != null) {
      written.put(SINGLE, "");
    } else if (tensor != null && tensor.isEmpty()) {
      problems.add(Problem.of("plan.preset.number.missing", text, TENSOR, examples()));
    }
    if (sequenceParallel && tensor == null) {
      problems.add(Problem.of("plan.sequence.shards", text));
    }
    var chunks = written.remove(CHUNKS);
    int sequenceChunks = numberOr0(written.remove(SEQUENCE_CHUNKS));
    var kind = Presets.asked(written.keySet());
    if (problems.isEmpty() && kind == null) {
      problems.add(
          Problem.of(
              written.isEmpty() ? "plan.preset.strategy" : "plan.preset.strategies",
              text,
              text,
              examples()));
    }
    if (kind != null && chunks != null && !kind.words().contains("pipeline")) {
      problems.add(Problem.of("plan.preset.chunks", text, kind.name()));
    }
    var known = Schedules.find(schedule == null ? Plan.FORWARD : schedule);
    if (sequenceChunks > 1 && known != null && !known.splitsSequence()) {
      problems.add(Problem.of("schedule.sequence.none", text, known.name(), sequenceChunks));
    }
    if (kind == null || !problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return new PlanPreset(
        kind,
        kind.words().stream().map(word -> numberOr0(written.get(word))).toList(),
        numberOr0(chunks),
        numberOr0(microBatches),
        batch,
        schedule == null ? Plan.FORWARD : schedule,
        collective == null ? AllReduces.RING : collective,
        tensor == null ? 1 : numberOr0(tensor),
        sequenceParallel,
        recompute == null ? Recompute.NONE : Recompute.find(recompute).orElseThrow(),
        replication,
        precision == null ? Precision.FP32 : Precision.find(precision).orElseThrow(),
        sequenceChunks);
  }

  /// Whether a text means a preset rather than a file, whatever files there are: one with a slash
  /// or the ending `.json` is a file.
  public static boolean looksLike(String text) {
    return !text.endsWith(".json")
        && !text.contains("/")
        && !text.contains("\\")
        && List.of(text.split(",", -1)).stream()
            .map(part -> part.split("=", 2)[0].strip())
            .anyMatch(PlanPreset::isKnown);
  }

  private static boolean isKnown(String word) {
    return isOfBatch(word)
        || word.equals(CHUNKS)
        || word.equals(SEQUENCE_CHUNKS)
        || word.equals(SCHEDULE)
        || word.equals(COLLECTIVE)
        || word.equals(TENSOR)
        || word.equals(SEQUENCE_PARALLEL)
        || word.equals(RECOMPUTE)
        || word.equals(PRECISION)
        || isOfReplicas(word)
        || Presets.all().stream().anyMatch(kind -> kind.words().contains(word));
  }

  private static boolean isOfBatch(String word) {
    return word.equals(MICRO_BATCHES) || word.equals(MICRO_BATCH) || word.equals(GLOBAL_BATCH);
  }

  private static boolean isOfReplicas(String word) {
    return word.equals(ZERO) || word.equals(AVERAGE_EVERY) || word.equals(BUCKET_BYTES);
  }

  private static boolean takesNumber(String word) {
    return !word.equals(SEQUENCE_PARALLEL)
        && Presets.all().stream()
            .allMatch(kind -> kind.hasDegrees() || !kind.words().contains(word));
  }

  private static List<String> examples() {
    return Stream.concat(
            Presets.all().stream().flatMap(kind -> kind.examples().stream()),
            Stream.of(TENSOR + "=2"))
        .toList();
  }

  /// What is behind each known word; empty where it stands alone.
  private static Map<String, String> written(String text, List<Problem> problems) {
    var written = new LinkedHashMap<String, String>();
    for (var part : text.split(",", -1)) {
      var sides = part.strip().split("=", 2);
      var word = sides[0].strip();
      var value = sides.length == 1 ? "" : sides[1].strip();
      if (!isKnown(word)) {
        problems.add(Problem.of("plan.preset.word", text, word, examples()));
      } else if (written.putIfAbsent(word, value) != null) {
        problems.add(Problem.of("plan.preset.twice", text, word, text));
      } else if (word.equals(SCHEDULE)) {
        if (Schedules.find(value) == null) {
          var names = Schedules.all().stream().map(Schedule::name).toList();
          problems.add(Problem.of("plan.preset.schedule", text, part.strip(), names));
        }
      } else if (word.equals(COLLECTIVE)) {
        if (AllReduces.find(value).isEmpty()) {
          problems.add(
              Problem.of("plan.preset.collective", text, part.strip(), AllReduces.names()));
        }
      } else if (word.equals(RECOMPUTE)) {
        if (Recompute.find(value).isEmpty()) {
          problems.add(Problem.of("plan.preset.recompute", text, part.strip(), Recompute.words()));
        }
      } else if (word.equals(PRECISION)) {
        if (Precision.find(value).isEmpty()) {
          problems.add(Problem.of("plan.precision.unknown", text, part.strip(), Precision.words()));
        }
      } else if (sides.length == 1
          ? isOfBatch(word)
              || word.equals(CHUNKS)
              || word.equals(SEQUENCE_CHUNKS)
              || isOfReplicas(word)
          : !takesNumber(word)) {
        problems.add(
            Problem.of(
                sides.length == 1 ? "plan.preset.number.missing" : "plan.preset.number.extra",
                text,
                word,
                examples()));
      } else if (sides.length == 2 && (number(value) < 1 || number(value) > most(word))) {
        problems.add(Problem.of("plan.preset.number", text, part.strip(), most(word), examples()));
      }
    }
    return written;
  }

  private static int most(String word) {
    return switch (word) {
      case ZERO -> Replication.MOST_ZERO;
      case BUCKET_BYTES -> Replication.MOST_BUCKET_BYTES;
      case AVERAGE_EVERY -> Replication.MOST_AVERAGE_EVERY;
      default -> MOST;
    };
  }

  private static int or(@Nullable String text, long other) {
    int number = numberOr0(text);
    return number > 0 ? number : Math.toIntExact(other);
  }

  private static int numberOr0(@Nullable String text) {
    return text == null || text.isEmpty() ? 0 : number(text);
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
  }

  /// The degree behind one of the kind's words.
  int degree(String word) {
    return degrees.get(kind.words().indexOf(word));
  }

  /// Chunks of each device: as said, else as many as the schedule is usually given.
  ///
  /// @param devices that the pipeline passes
  int chunks(int devices) {
    var known = Schedules.find(schedule);
    if (chunks > 0 || known == null) {
      return Math.max(1, chunks);
    }
    return known.chunks() > 0 || devices == 1
        ? Math.max(1, known.chunks())
        : known.usualChunks(devices);
  }

  Placement placement(int devices) {
    var known = Schedules.find(schedule);
    return known == null ? Placement.LOOPED : known.placement(chunks(devices));
  }

  int microBatchesOr(int count) {
    return microBatches > 0 ? microBatches : count;
  }

  /// The same for a run that asks for so many samples a step, where that decides the number of
  /// micro-batches.
  ///
  /// @param asked 0 where it does not ask
  public PlanPreset forBatch(int asked) {
    if (asked == 0 || batch.microBatch() == 0 || batch.globalBatch() > 0) {
      return this;
    }
    return new PlanPreset(
        kind,
        degrees,
        chunks,
        microBatches,
        new BatchWords(batch.microBatch(), asked),
        schedule,
        collective,
        shards,
        sequenceParallel,
        recompute,
        replication,
        precision,
        sequenceChunks);
  }

  /// The text [#parse] reads.
  @Override
  public String toString() {
    var words = new ArrayList<String>();
    for (int i = 0; i < degrees.size(); i++) {
      int degree = kind.hasDegrees() ? degrees.get(i) : 0;
      words.add(kind.words().get(i) + (degree > 0 ? "=" + degree : ""));
    }
    if (shards != 1) {
      words.remove(SINGLE);
      words.add(TENSOR + (shards > 0 ? "=" + shards : ""));
    }
    if (sequenceParallel) {
      words.add(SEQUENCE_PARALLEL);
    }
    if (chunks > 0) {
      words.add(CHUNKS + "=" + chunks);
    }
    add(words, SEQUENCE_CHUNKS, sequenceChunks, 0);
    if (microBatches > 0) {
      words.add(MICRO_BATCHES + "=" + microBatches);
    }
    add(words, MICRO_BATCH, batch.microBatch(), 0);
    add(words, GLOBAL_BATCH, batch.globalBatch(), 0);
    if (!schedule.equals(Plan.FORWARD)) {
      words.add(SCHEDULE + "=" + schedule);
    }
    if (!collective.equals(AllReduces.RING)) {
      words.add(COLLECTIVE + "=" + collective);
    }
    if (recompute != Recompute.NONE) {
      words.add(RECOMPUTE + "=" + recompute.word());
    }
    add(words, ZERO, replication.zero(), 0);
    add(words, AVERAGE_EVERY, replication.averageEvery(), 0);
    add(words, BUCKET_BYTES, replication.bucketBytes(), Replication.USUAL_BUCKET_BYTES);
    if (precision != Precision.FP32) {
      words.add(PRECISION + "=" + precision.word());
    }
    return String.join(",", words);
  }

  private static void add(List<String> words, String word, long value, long usual) {
    if (value != usual) {
      words.add(word + "=" + value);
    }
  }
}
