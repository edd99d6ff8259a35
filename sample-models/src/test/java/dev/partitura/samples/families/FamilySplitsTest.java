package dev.partitura.samples.families;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.cluster.Cluster;
import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.catalogue.ClusterWords;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.CollectiveKind;
import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.operator.Sharding;
import dev.partitura.engine.plan.PlanPreset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.engine.task.lower.Lowering;
import dev.partitura.engine.task.partition.ShardedNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How tensor parallelism splits the layers of the families: by heads, columns and rows, with two
/// all-reduces a layer. Source: Shoeybi et al. 2019, arXiv:1909.08053.
class FamilySplitsTest {
  private static ShardedNetwork split(Network network, String plan, Cluster cluster) {
    return new Lowering()
        .split(
            network,
            cluster,
            Presets.plan(PlanPreset.parse(plan), OpenAxes.types(network, 1), cluster),
            0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpt:hidden=256,layers=2,heads=8,seq=64,vocab=1024|4|cpu:4",
        "gpt:hidden=256,layers=2,heads=8,seq=64,vocab=1024,fused=1|4|cpu:4",
        "gpt:hidden=6144,layers=4,heads=64,seq=2048,vocab=51200|8|8xA100-SXM4-80GB",
        "gpt:hidden=6144,layers=4,heads=64,seq=2048,vocab=51200,tied=0|8|8xA100-SXM4-80GB",
        "bert:hidden=256,layers=2,heads=8,seq=64,vocab=1024|2|cpu:4",
        "bert:layers=2,vocab=30528|4|8xV100-SXM2-32GB",
        "llama:hidden=256,layers=2,heads=8,kv-heads=4,seq=64,vocab=1024|4|cpu:4",
        "llama:hidden=8192,layers=2,heads=64,kv-heads=8,ffn=28672,vocab=128256|8|8xH100-SXM5-80GB",
        "llama:hidden=256,layers=2,heads=8,kv-heads=4,seq=64,vocab=1024,fused=1|4|cpu:4",
        "vit:hidden=256,layers=2,heads=8|4|cpu:4"
      })
  void twoAllReducesALayer(String words, int shards, String cluster) {
    var network = Families.network(words).orElseThrow();
    var split = split(network, "tensor=" + shards, ClusterWords.parse(cluster));
    var inLayers =
        split.exchanges().stream().filter(each -> each.value().startsWith("layer")).toList();
    for (var prefix : List.of("layer1/", "layer2/")) {
      var here = inLayers.stream().filter(each -> each.value().startsWith(prefix)).toList();
      assertEquals(2, here.size(), here.toString());
      here.forEach(each -> assertEquals(CollectiveKind.ALL_REDUCE, each.kind()));
      var heads = words.contains("fused") ? "attention/fused:0" : "attention/softmax:0";
      assertEquals(Sharding.along(1), split.shardings().get(prefix + heads));
    }
  }

  /// Each shard has a part of every expert; what they sum is scattered, since fewer bytes of it are
  /// gathered behind the weighing of the choices.
  @Test
  void expertsAreSplitByColumnsThenRows() {
    var words = "moe:hidden=256,layers=2,heads=8,kv-heads=4,seq=64,vocab=1024,experts=4";
    var split = split(Families.network(words).orElseThrow(), "tensor=2", Clusters.workers(2));
    assertEquals(Sharding.along(3), split.shardings().get("layer1/mlp/gate:0"));
    assertEquals(Sharding.PARTIAL, split.shardings().get("layer1/mlp/narrow:0"));
    assertEquals(Sharding.along(1), split.shardings().get("layer1/attention/softmax:0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpt:hidden=6144,layers=2,heads=64,seq=2048,vocab=51200|8|8xA100-SXM4-80GB",
        "gpt:hidden=6144,layers=2,heads=64,seq=2048,vocab=51200,tied=0|8|8xA100-SXM4-80GB",
        "llama:hidden=8192,layers=2,heads=64,kv-heads=8,ffn=28672,vocab=128256|8|8xH100-SXM5-80GB"
      })
  void theVocabularyIsSplitAtTheEnd(String words, int shards, String cluster) {
    var network = Families.network(words).orElseThrow();
    var split = split(network, "tensor=" + shards, ClusterWords.parse(cluster));
    var last = network.outputs().getFirst().name();
    assertEquals(Sharding.along(2), split.shardings().get(last));
  }

  /// A shard holds little more than its part.
  @ParameterizedTest
  @CsvSource({"2", "4"})
  void shardsHoldTheirPartOfTheWeights(int shards) {
    var words = "gpt:hidden=1024,layers=2,heads=16,seq=128,vocab=1024";
    var network = Families.network(words).orElseThrow();
    long whole = network.initializers().values().stream().mapToLong(each -> each.sizeBytes()).sum();
    var split = split(network, "tensor=" + shards, Clusters.workers(shards));
    long all =
        split.network().network().initializers().values().stream()
            .mapToLong(each -> each.sizeBytes())
            .sum();
    assertTrue(all < 1.2 * whole, all + " of " + whole);
  }
}
