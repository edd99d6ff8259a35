package dev.partitura.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanPresetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "single",
        "task",
        "task=3",
        "data",
        "data=2",
        "pipeline=2,micro-batches=8",
        "pipeline=2,data=3,micro-batches=4",
        "single,micro-batches=4",
        "pipeline=2,micro-batches=4,schedule=longest-path",
        "pipeline=2,schedule=0F1 0F0; 1F1 1F0",
        "tensor=2",
        "tensor,micro-batches=2",
        "data=2,tensor=2",
        "data=2,zero=1",
        "data=2,micro-batch=4,global-batch=64",
        "pipeline=2,schedule=1f1b,precision=bf16",
        "data=2,zero=3,bucket-bytes=4000000",
        "pipeline=2,data=2,micro-batches=8,schedule=1f1b,average-every=8",
        "pipeline=2,data=3,tensor=4,sequence-parallel,micro-batches=4"
      })
  void textOfAPresetIsReadBack(String text) {
    assertEquals(text, PlanPreset.parse(text).toString());
  }

  @Test
  void wordsMayStandInAnyOrderWithSpaces() {
    assertEquals(
        new PlanPreset(new PipelinePreset(), List.of(2), 8),
        PlanPreset.parse(" micro-batches=8 , pipeline = 2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pipelin=2|\"pipelin\" is no word of a plan.",
        "''|\"\" is no word of a plan.",
        "pipeline=0|\"pipeline=0\" needs a whole number from 1 to 1048576.",
        "data=-1|\"data=-1\" needs a whole number from 1 to 1048576.",
        "data=99999999|\"data=99999999\" needs a whole number from 1 to 1048576.",
        "data=two|\"data=two\" needs a whole number from 1 to 1048576.",
        "data=2,data=3|\"data\" stands twice in \"data=2,data=3\".",
        "micro-batches=4|\"micro-batches=4\" names no strategy.",
        "single,precision=fp8|precision=fp8 names no precision, and there are fp32 and bf16.",
        "single,precision|precision names no precision, and there are fp32 and bf16.",
        "single,micro-batch|micro-batch has no number.",
        "single,global-batch=0|\"global-batch=0\" needs a whole number from 1 to 1048576.",
        "micro-batches|micro-batches has no number.",
        "single,schedule=sideways|\"schedule=sideways\" names no schedule.",
        "single,schedule|\"schedule\" names no schedule.",
        "single=2|single takes no number.",
        "data=2,tensor|tensor has no number.",
        "single,sequence-parallel|The word sequence-parallel says how shards share what lies between their weights, and there are no shards.",
        "data=2,zero=4|\"zero=4\" needs a whole number from 1 to 3.",
        "data=2,zero|zero has no number.",
        "data=2,average-every=0|\"average-every=0\" needs a whole number from 1 to 1048576.",
        "data=2,bucket-bytes=4e9|\"bucket-bytes=4e9\" needs a whole number from 1 to 536870912.",
        "tensor=2,sequence-parallel=2|sequence-parallel takes no number.",
        "task,data=2|\"task,data=2\" names strategies that cannot be joined."
      })
  void nonsenseIsRefusedWithASentence(String text, String sentence) {
    var refused = assertThrows(ProblemException.class, () -> PlanPreset.parse(text));
    assertEquals(sentence, refused.problems().getFirst().message());
    assertFalse(refused.problems().getFirst().hint().isEmpty());
  }

  @Test
  void fileNamesDoNotLookLikePresets() {
    assertTrue(PlanPreset.looksLike("pipeline=x"));
    assertFalse(PlanPreset.looksLike("plans/two.json"));
    assertFalse(PlanPreset.looksLike("./single"));
    assertFalse(PlanPreset.looksLike("data=2.json"));
  }
}
