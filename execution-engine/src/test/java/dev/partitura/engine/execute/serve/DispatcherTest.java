package dev.partitura.engine.execute.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private final List<String> told = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();

  private Dispatcher dispatcher(QueueSettings settings) {
    return new Dispatcher(
        settings,
        size -> (10 + size) / Arrivals.NANOS,
        new Dispatcher.Outcome() {
          @Override
          public void starts(int instance, List<Request> batch, long nowNanos) {
            told.add(
                nowNanos
                    + " instance "
                    + instance
                    + ": "
                    + batch.stream()
                        .map(request -> "" + request.number())
                        .collect(Collectors.joining(" ")));
          }

          @Override
          public void sheds(Request request, Shed why, long nowNanos) {
            told.add(nowNanos + " shed " + request.number() + " " + lower(why));
          }
        });
  }

  private static String lower(Shed why) {
    return why.name().toLowerCase(Locale.ROOT);
  }

  private static QueueSettings settings(int instances, int batchMax, long batchWait, int queueMax) {
    return new QueueSettings(instances, batchMax, batchWait, queueMax, QueuePolicy.FIFO, 0, false);
  }

  private Request request(long now, long deadline, long work) {
    var request = new Request(requests.size(), now, deadline, work, null);
    requests.add(request);
    return request;
  }

  private void arrive(Dispatcher dispatcher, long now) {
    dispatcher.arrives(request(now, Request.NO_DEADLINE, 1), now);
  }

  @Test
  void withoutAWaitABatchIsWhateverWaitsWhenAnInstanceIsFree() {
    var queue = dispatcher(settings(1, 4, 0, QueueSettings.UNLIMITED));
    for (int now = 0; now < 7; now++) {
      arrive(queue, now);
    }
    queue.ends(0, 20);
    queue.ends(0, 30);
    assertEquals(List.of("0 instance 0: 0", "20 instance 0: 1 2 3 4", "30 instance 0: 5 6"), told);
    assertEquals(Arrivals.NEVER, queue.wakeNanos());
  }

  @Test
  void aFreeInstanceWaitsForCompanyNoLongerThanItMay() {
    var queue = dispatcher(settings(1, 4, 10, QueueSettings.UNLIMITED));
    arrive(queue, 0);
    assertEquals(10, queue.wakeNanos());
    arrive(queue, 4);
    queue.passes(9);
    assertEquals(List.of(), told);
    queue.passes(10);
    assertEquals(List.of("10 instance 0: 0 1"), told);
    assertEquals(10, requests.get(0).batchWaitNanos());
    assertEquals(6, requests.get(1).batchWaitNanos());
    assertEquals(0, requests.get(1).queueNanos());
  }

  @Test
  void aFullBatchWaitsForNobody() {
    var queue = dispatcher(settings(1, 2, 1000, QueueSettings.UNLIMITED));
    arrive(queue, 0);
    arrive(queue, 1);
    assertEquals(List.of("1 instance 0: 0 1"), told);
  }

  @Test
  void whoHasWaitedLongEnoughWhileAllWereBusyWaitsForNoCompany() {
    var queue = dispatcher(settings(1, 2, 10, QueueSettings.UNLIMITED));
    arrive(queue, 0);
    arrive(queue, 1);
    arrive(queue, 5);
    queue.ends(0, 30);
    assertEquals(List.of("1 instance 0: 0 1", "30 instance 0: 2"), told);
    assertEquals(25, requests.get(2).queueNanos());
    assertEquals(0, requests.get(2).batchWaitNanos());
  }

  @Test
  void aWaitIsSplitByWhetherAnInstanceWasFree() {
    var queue = dispatcher(settings(1, 2, 10, QueueSettings.UNLIMITED));
    arrive(queue, 0);
    arrive(queue, 1);
    arrive(queue, 5);
    queue.ends(0, 8);
    queue.passes(15);
    assertEquals("15 instance 0: 2", told.getLast());
    assertEquals(3, requests.get(2).queueNanos());
    assertEquals(7, requests.get(2).batchWaitNanos());
  }

  @Test
  void aRequestBeyondThePlacesIsShedAtOnce() {
    var queue = dispatcher(settings(1, 1, 0, 1));
    arrive(queue, 0);
    arrive(queue, 1);
    arrive(queue, 2);
    assertEquals(List.of("0 instance 0: 0", "2 shed 2 overflow"), told);
  }

  @Test
  void withoutPlacesAFreeInstanceStillServes() {
    var queue = dispatcher(settings(2, 1, 0, 0));
    arrive(queue, 0);
    arrive(queue, 1);
    arrive(queue, 2);
    assertEquals(List.of("0 instance 0: 0", "1 instance 1: 1", "2 shed 2 overflow"), told);
  }

  @Test
  void theEarliestDeadlineAndTheShortestGoFirst() {
    for (var policy : List.of(QueuePolicy.EARLIEST_DEADLINE, QueuePolicy.SHORTEST)) {
      told.clear();
      requests.clear();
      var deadlines = new Deadlines(List.of(100L, 200L));
      var queue =
          dispatcher(new QueueSettings(1, 1, 0, QueueSettings.UNLIMITED, policy, deadlines, false));
      queue.arrives(request(0, 100, 5), 0);
      queue.arrives(request(1, 90, 9), 1);
      queue.arrives(request(2, 50, 7), 2);
      queue.arrives(request(3, 70, 3), 3);
      for (int now = 10; now < 40; now += 10) {
        queue.ends(0, now);
      }
      assertEquals(
          policy == QueuePolicy.SHORTEST
              ? List.of(
                  "0 instance 0: 0", "10 instance 0: 3", "20 instance 0: 2", "30 instance 0: 1")
              : List.of(
                  "0 instance 0: 0", "10 instance 0: 2", "20 instance 0: 3", "30 instance 0: 1"),
          told);
    }
  }

  @Test
  void whoWouldBeLateAnywayIsShed() {
    var queue =
        dispatcher(new QueueSettings(1, 4, 0, QueueSettings.UNLIMITED, QueuePolicy.FIFO, 30, true));
    queue.arrives(request(0, 30, 1), 0);
    queue.arrives(request(1, 20, 1), 1);
    queue.arrives(request(2, 100, 1), 2);
    queue.arrives(request(3, 5, 1), 3);
    queue.ends(0, 11);
    assertEquals(
        List.of("0 instance 0: 0", "3 shed 3 hopeless", "11 shed 1 hopeless", "11 instance 0: 2"),
        told);
  }

  @Test
  void aBatchIsNoLargerThanMostOfItsDeadlinesBear() {
    var queue =
        dispatcher(
            new QueueSettings(1, 4, 0, QueueSettings.UNLIMITED, QueuePolicy.FIFO, 100, true));
    queue.arrives(request(0, 100, 1), 0);
    // A batch of one takes 11, of four 14.
    for (int i = 0; i < 3; i++) {
      queue.arrives(request(1, 33, 1), 1);
    }
    queue.arrives(request(1, 100, 1), 1);
    queue.ends(0, 20);
    assertEquals(List.of("0 instance 0: 0", "20 instance 0: 1 2 3"), told);
    assertEquals(1, queue.waiting());
  }

  @Test
  void closingShedsAllThatWait() {
    var queue = dispatcher(settings(1, 1, 0, QueueSettings.UNLIMITED));
    arrive(queue, 0);
    arrive(queue, 1);
    queue.close(5);
    assertEquals(List.of("0 instance 0: 0", "5 shed 1 closed"), told);
    assertEquals(0, queue.waiting());
  }

  @Test
  void drainingEndsTheWaitForCompany() {
    var queue = dispatcher(settings(1, 4, 1000, QueueSettings.UNLIMITED));
    arrive(queue, 0);
    queue.drain(1);
    assertEquals(List.of("1 instance 0: 0"), told);
  }

  @Test
  void sheddingNeedsADeadline() {
    var refused =
        assertThrows(
            ProblemException.class,
            () -> new QueueSettings(1, 1, 0, 1, QueuePolicy.EARLIEST_DEADLINE, 0, true));
    assertEquals(2, refused.problems().size());
    assertTrue(refused.getMessage().contains("Give --deadline"));
  }

  @Test
  void shortestFirstShortensTheMeanWaitAndChangesNoThroughput() {
    var arrivals = ArrivalsText.read("poisson:80");
    var service = ServiceText.read("hyperexponential:10ms,4");
    var length = QueueSimulator.Length.ofRequests(200_000, arrivals);
    var fifo = QueueSimulator.simulate(arrivals, service, QueueSettings.PLAIN, length, 3);
    var shortest =
        QueueSimulator.simulate(
            arrivals,
            service,
            new QueueSettings(1, 1, 0, QueueSettings.UNLIMITED, QueuePolicy.SHORTEST, 0, false),
            length,
            3);
    assertTrue(shortest.waitNanos().mean() < fifo.waitNanos().mean() / 2);
    assertEquals(fifo.answered(), shortest.answered());
  }

  @Test
  void theEarliestDeadlineFirstMakesFewerLateWhereDeadlinesDiffer() {
    var arrivals = ArrivalsText.read("poisson:80");
    var service = ServiceText.read("exponential:10ms");
    var length = QueueSimulator.Length.ofRequests(200_000, arrivals);
    var deadlines = new Deadlines(List.of(20_000_000L, 400_000_000L));
    var late = new ArrayList<Double>();
    for (var policy : List.of(QueuePolicy.FIFO, QueuePolicy.EARLIEST_DEADLINE)) {
      var settings = new QueueSettings(1, 1, 0, QueueSettings.UNLIMITED, policy, deadlines, false);
      late.add(QueueSimulator.simulate(arrivals, service, settings, length, 3).lateShare());
    }
    // First come, first served, those of the short one are late with e^(-0.4), and half are such.
    assertEquals(Math.exp(-0.4) / 2, late.getFirst(), 0.01);
    assertTrue(late.getLast() < 0.8 * late.getFirst(), late::toString);
  }

  @Test
  void anOrderThatChangesNothingIsRefused() {
    for (var deadlines : List.of(Deadlines.NONE, Deadlines.of(9), new Deadlines(List.of(9L, 9L)))) {
      assertThrows(
          ProblemException.class,
          () ->
              new QueueSettings(
                  1,
                  1,
                  0,
                  QueueSettings.UNLIMITED,
                  QueuePolicy.EARLIEST_DEADLINE,
                  deadlines,
                  false));
    }
    var shortest =
        new QueueSettings(1, 1, 0, QueueSettings.UNLIMITED, QueuePolicy.SHORTEST, 0, false);
    assertThrows(ProblemException.class, () -> shortest.requireOrder(false));
    assertEquals(shortest, shortest.requireOrder(ServiceText.read("exponential:1ms").varies()));
    assertFalse(ServiceText.read("constant:1ms").varies());
  }

  @Test
  void sheddingInAnOverloadKeepsMostOfTheServerAtAnswersInTime() {
    var arrivals = ArrivalsText.read("poisson:200");
    var service = ServiceText.read("constant:10ms");
    var length = QueueSimulator.Length.ofRequests(20_000, arrivals);
    var without = overload(false, arrivals, service, length);
    var with = overload(true, arrivals, service, length);
    assertTrue(without.goodShare() < 0.05, without::toString);
    assertTrue(with.goodputPerSecond() > 95, with::toString);
    assertEquals(0, with.late());
  }

  private static ServingFigures overload(
      boolean sheds, Arrivals arrivals, ServiceTime service, QueueSimulator.Length length) {
    var settings =
        new QueueSettings(1, 1, 0, QueueSettings.UNLIMITED, QueuePolicy.FIFO, 50_000_000, sheds);
    return QueueSimulator.simulate(arrivals, service, settings, length, 5);
  }
}
