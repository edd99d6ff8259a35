package dev.partitura.engine.plan.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  @Test
  void forwardTakesTheMicroBatchesAsTheyCome() {
    var order = new Forward().order(Problems.chain(new int[] {0, 1}, 3, Phase.F));
    assertEquals("0F0 0F1 0F2", Problems.text(order.get(0)));
    assertEquals("1F0 1F1 1F2", Problems.text(order.get(1)));
  }

  @Test
  void forwardLetsStagesOfOneDeviceTakeTurns() {
    var problem = Problems.chain(new int[] {0, 1, 0, 1}, 5, Phase.F);
    var order = new Forward().order(problem);
    assertEquals("0F0 0F1 2F0 2F1 0F2 0F3 2F2 2F3 0F4 2F4", Problems.text(order.get(0)));
    assertEquals("1F0 1F1 3F0 3F1 1F2 1F3 3F2 3F3 1F4 3F4", Problems.text(order.get(1)));
    assertNull(Problems.check(problem, order));
  }

  @Test
  void anOrderCanBeWrittenActionByAction() {
    var text = "0F1 0F0; 1F1 1F0";
    assertEquals(text, Objects.requireNonNull(Schedules.find(text)).name());
    assertEquals("2B3", Objects.requireNonNull(Action.parse("2I3")).toString());
    assertNull(Schedules.find("0F1 0X0"));
    assertNull(Schedules.find(" ; "));
    assertNull(Schedules.find("sideways"));
  }
}
