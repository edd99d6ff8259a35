package dev.partitura.ui.docking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class DockLayoutTest {
  private static final String HOME = "V[H[(*plan,runs)0,(*graph)0,(*why)0]0,(*timeline,memory)0]0";

  private static SequencedMap<String, Home> homes() {
    var homes = new LinkedHashMap<String, Home>();
    homes.put("graph", Home.MIDDLE);
    homes.put("plan", Home.LEFT);
    homes.put("runs", Home.LEFT);
    homes.put("why", Home.RIGHT);
    homes.put("timeline", Home.BOTTOM);
    homes.put("memory", Home.BOTTOM);
    return homes;
  }

  private static String completed(String text) {
    return LayoutText.write(LayoutText.read(text).orElseThrow().complete(homes()));
  }

  @Test
  void everyPanelHasAHomeAroundTheMiddle() {
    assertEquals(HOME, LayoutText.write(DockLayout.home(homes())));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (var text : List.of(HOME, "(*graph)0", "H[!(plan,*graph)120,V[(*a)1,(*b)2]3]0")) {
      assertEquals(text, LayoutText.write(LayoutText.read(text).orElseThrow()));
    }
  }

  @Test
  void aLayoutThatIsNoneIsRefused() {
    for (var text :
        List.of("", "x", "(", "()", "(a)0", "(*a)", "(*a)0x", "H[]0", "H[(*a)0", "H[(*a)0]q")) {
      assertEquals(Optional.empty(), LayoutText.read(text), text);
    }
  }

  @Test
  void newPanelsComeToThoseOfTheirHomeAndUnknownOnesGo() {
    assertEquals(
        "H[(plan,*runs)0,V[(*graph)0,(*timeline,memory)90]0,(*why)200]0",
        completed("H[(*runs)0,V[(*graph)0,(*timeline)90]0,(*why,gone)200]0"));
  }

  @Test
  void aHomeThatWasEmptiedIsMadeAgainAtItsSide() {
    assertEquals(
        "H[(*plan,runs)7,(*graph)0,(*timeline,memory)0,(*why)0]0",
        completed("H[(*plan,runs)7,(*graph)0,(*timeline,memory)0]0"));
  }

  @Test
  void withoutTheMiddleOrWithAPanelTwiceALayoutIsMended() {
    assertEquals(HOME, completed("H[(*why)100,(*plan)100]0"));
    assertEquals(
        "H[(*plan,runs)10,(*graph)0,(*why,timeline,memory)0]0",
        completed("H[(*plan,runs)10,(*graph)0,(*why,timeline,memory,plan)0]0"));
  }

  @Test
  void aWindowNeedsAMiddle() {
    assertThrows(IllegalArgumentException.class, () -> DockLayout.home(new LinkedHashMap<>()));
  }
}
