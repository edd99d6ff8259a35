package dev.partitura.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.partitura.app.cli.SourceWords;
import dev.partitura.engine.execute.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows of published tables become words of plans, and their errors are summed up.
class PublishedBenchmarkTest {
  private static final String COLUMNS =
      "id,hardware,n_gpus,gpus_per_node,hidden,layers,heads,seq,vocab,tp,pp,dp,interleave_v,"
          + "micro_batch,global_batch,recompute,seq_parallel,zero_or_fsdp,precision,iter_time_s,"
          + "tflops_per_gpu,mem_gb_per_gpu\n";

  @TempDir private Path folder;

  @Test
  void cellsMayHoldCommasAndQuotes() {
    assertEquals(
        List.of("a", "b, c", "d \"e\"", ""), PublishedTable.cells("a,\"b, c\",\"d \"\"e\"\"\","));
  }

  @Test
  void aRowIsWrittenInOurWords() {
    var row =
        Map.ofEntries(
            Map.entry("id", "one"),
            Map.entry("hardware", "A100-80GB-SXM"),
            Map.entry("n_gpus", "64"),
            Map.entry("gpus_per_node", "8"),
            Map.entry("hidden", "4096"),
            Map.entry("layers", "32"),
            Map.entry("heads", "32"),
            Map.entry("seq", "2048"),
            Map.entry("vocab", "51200"),
            Map.entry("tp", "4"),
            Map.entry("pp", "4"),
            Map.entry("dp", "4"),
            Map.entry("interleave_v", "2"),
            Map.entry("micro_batch", "1"),
            Map.entry("global_batch", "64"),
            Map.entry("recompute", "selective"),
            Map.entry("seq_parallel", "yes"),
            Map.entry("zero_or_fsdp", "ZeRO-1"),
            Map.entry("precision", "fp16"),
            Map.entry("iter_time_s", "2.5"));
    var training = PublishedTraining.of(row).training().orElseThrow();
    assertEquals("gpt:hidden=4096,layers=32,heads=32,seq=2048,vocab=51200", training.model());
    assertEquals("8*8xA100-SXM4-80GB", training.cluster());
    assertEquals(
        "data=4,tensor=4,pipeline=4,micro-batch=1,global-batch=64,precision=bf16,chunks=2,"
            + "schedule=interleaved-1f1b,recompute=selective,sequence-parallel,zero=1",
        training.plan());
    assertEquals(2.5, training.seconds());
    assertTrue(training.bytes().isEmpty());
    var fusing = new HashMap<>(row);
    fusing.put("source", "mosaicml/llm-foundry");
    assertEquals(
        training.model() + ",fused=1",
        PublishedTraining.of(fusing).training().orElseThrow().model());
  }

  @Test
  void aRowOfGoldenRunsIsWrittenInOurWords() {
    var row =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("id", "one"),
                Map.entry("family", "gpt"),
                Map.entry("env", "dev_dgx_h100_2nd"),
                Map.entry("tp", "1"),
                Map.entry("pp", "4"),
                Map.entry("layers_per_vp", "1"),
                Map.entry("layers", "12"),
                Map.entry("hidden", "512"),
                Map.entry("heads", "8"),
                Map.entry("seq", "1024"),
                Map.entry("mbs", "4"),
                Map.entry("gbs", "32"),
                Map.entry("dist_opt", "true"),
                Map.entry("precision", "bf16"),
                Map.entry("iter_time_median_s", "0.125"),
                Map.entry("mem_max_alloc_bytes", "2500000000")));
    var training = PublishedTraining.of(row).training().orElseThrow();
    assertEquals("gpt:hidden=512,layers=12,heads=8,seq=1024,vocab=51200", training.model());
    assertEquals("8xH100-SXM5-80GB", training.cluster());
    assertEquals(
        "data=2,pipeline=4,micro-batch=4,global-batch=32,precision=bf16,chunks=3,"
            + "schedule=interleaved-1f1b,zero=1",
        training.plan());
    assertEquals(0.125, training.seconds());
    assertEquals(2.5e9, training.bytes().orElseThrow());
    row.put("layers_per_vp", "5");
    assertTrue(PublishedTraining.of(row).missing().contains("layers"));
    row.put("layers_per_vp", "1");
    row.put("tp", "3");
    assertTrue(PublishedTraining.of(row).missing().contains("degrees"));
    row.put("tp", "1");
    row.put("cp", "2");
    assertTrue(PublishedTraining.of(row).missing().contains("sequences"));
    row.put("family", "t5");
    assertTrue(PublishedTraining.of(row).missing().contains("t5"));
  }

  @Test
  void whatARowDoesNotSayIsNamed() {
    var reading = PublishedTraining.of(Map.of("id", "x", "hardware", "A100-80GB-SXM"));
    assertTrue(reading.training().isEmpty());
    assertTrue(reading.missing().contains("hidden, layers, seq"), reading.missing());
  }

  @Test
  void rankCorrelationIsKendalls() {
    assertEquals(1, PublishedScores.kendall(new double[] {1, 2, 3}, new double[] {4, 5, 9}));
    assertEquals(-1, PublishedScores.kendall(new double[] {1, 2, 3}, new double[] {3, 2, 1}));
    // Five pairs agree, one does not: (5 - 1) / 6.
    assertEquals(
        2.0 / 3,
        PublishedScores.kendall(new double[] {1, 2, 3, 4}, new double[] {1, 2, 4, 3}),
        1e-12);
  }

  @Test
  void rowsArePredictedOrLeftWithTheReason() throws IOException {
    var table = folder.resolve("table.csv");
    Files.writeString(
        table,
        COLUMNS
            + "a,A100-80GB-SXM,2,2,256,2,4,64,1024,2,1,1,1,2,4,none,no,none,bf16,0.01,,1\n"
            + "b,A100-80GB-SXM,2,2,256,2,4,64,1024,1,2,1,1,1,4,full,no,none,bf16,0.02,,\n"
            + "c,Abacus,1,1,256,2,4,64,1024,1,1,1,1,1,4,none,no,none,bf16,0.02,,\n"
            + "d,A100-80GB-SXM,7,7,256,2,4,64,1024,7,1,1,1,1,4,none,no,none,bf16,0.02,,\n");
    var scores =
        new PublishedBenchmark(new SourceWords(), table, Pattern.compile("[abcd]"))
            .run(Progress.NONE);
    assertEquals(List.of("a", "b"), scores.rows().stream().map(PublishedScores.Row::id).toList());
    assertEquals(2, scores.left().size());
    assertTrue(scores.left().getFirst().startsWith("c: does not say hardware"));
    assertEquals(2, scores.time().count());
    assertEquals(1, scores.memory().count());
    assertTrue(scores.rows().stream().allMatch(row -> row.predictedSeconds() > 0));
    var json = new ObjectMapper().readTree(scores.json()).get("published");
    assertTrue(json.get("rows").get(1).get("bytes").isNull(), "nobody says");
    assertEquals(1e9, json.get("rows").get(0).get("bytes").asDouble());
    assertTrue(
        new PublishedBenchmark(new SourceWords(), table, Pattern.compile("z"))
            .run(Progress.NONE)
            .isEmpty());
  }
}
