package dev.partitura.visualizers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.execute.serve.ServiceText;
import dev.partitura.engine.execute.serve.live.ServedRequest;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestWordsTest {
  private static final long MILLI = 1_000_000;

  private static RequestWords words(Language language) {
    return new RequestWords(
        Texts.of(RequestWords.class, language), ServiceText.read("linear:1ms,1ms"));
  }

  private static ServedRequest request(
      long lag, long queue, long batchWait, long compute, long transfer) {
    return new ServedRequest(
        7,
        0,
        lag * MILLI,
        queue * MILLI,
        batchWait * MILLI,
        compute * MILLI,
        transfer * MILLI,
        3,
        0,
        5,
        false);
  }

  @Test
  void aWaitInTheQueueIsToldWithThoseAhead() {
    var request = request(2, 20, 0, 3, 1);
    var story = words(Language.ENGLISH).story(request);
    assertTrue(story.startsWith("Request #7 took 24.0\u2009ms and missed its deadline."), story);
    assertTrue(story.contains("5 requests waited already"), story);
    assertTrue(story.contains("It came 2.00\u2009ms late"), story);
    assertTrue(story.contains("in a batch of 3 requests"), story);
    assertFalse(story.contains("usual"), story);
    assertFalse(story.contains("company"), story);
    assertEquals("queue", words(Language.ENGLISH).mostly(request));
  }

  @Test
  void aRequestThatCameLateIsNoFaultOfTheServer() {
    var request = request(40, 42, 0, 1, 1);
    assertEquals("came late", words(Language.ENGLISH).mostly(request));
    assertTrue(words(Language.ENGLISH).remedy(request).contains("nothing of the server"));
    assertTrue(words(Language.ENGLISH).story(request).contains("waited 2.00\u2009ms"));
  }

  @Test
  void aBatchThatTookLongerThanUsualIsToldSo() {
    var story = words(Language.ENGLISH).story(request(0, 0, 0, 12, 2));
    assertTrue(story.contains("Its batch took 14.0\u2009ms, where 4.00\u2009ms is usual"), story);
    assertFalse(story.contains("in the queue"), story);
  }

  @Test
  void aWaitForCompanyIsToldWithItsRemedy() {
    var request = request(0, 0, 9, 3, 1);
    assertTrue(words(Language.ENGLISH).story(request).contains("waited 9.00\u2009ms for company"));
    assertTrue(words(Language.ENGLISH).remedy(request).contains("shorter wait"));
  }

  @ParameterizedTest
  @EnumSource
  void everyStoryIsFilledIn(Language language) {
    for (var request :
        new ServedRequest[] {
          request(2, 20, 5, 3, 1), request(0, 0, 0, 30, 0), request(0, 0, 0, 1, 30)
        }) {
      var said = words(language).story(request) + words(language).remedy(request);
      assertFalse(said.contains("{"), said);
    }
  }
}
