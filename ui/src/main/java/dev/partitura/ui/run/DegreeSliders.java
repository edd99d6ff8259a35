package dev.partitura.ui.run;

import dev.partitura.ui.control.NumberSlider;
import dev.partitura.ui.theme.Texts;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A slider for each degree that plans have; those of the present plan are shown, where the cluster
/// leaves a choice.
final class DegreeSliders {
  private final Map<String, NumberSlider> byWord = new LinkedHashMap<>();

  DegreeSliders(Texts texts) {
    for (var word : Degrees.allWords()) {
      byWord.put(word, new NumberSlider(texts.get("degree." + word), 1, 2, false));
    }
  }

  Collection<NumberSlider> all() {
    return byWord.values();
  }

  /// @param present of the plan, or null
  void show(@Nullable Degrees present, int devices) {
    byWord.values().forEach(slider -> setShown(slider, false));
    if (present == null) {
      return;
    }
    for (var word : present.words()) {
      int degree = present.degree(word);
      var slider = byWord.get(word);
      if (slider != null && degree > 0) {
        int most = devices * degree / present.devices();
        slider.setMost(Math.max(2, most));
        slider.valueProperty().set(degree);
        setShown(slider, most > 2 || degree > 2);
      }
    }
  }

  /// The degrees that are set.
  Degrees of(Degrees present) {
    var set = present;
    for (var word : present.words()) {
      var slider = byWord.get(word);
      if (slider != null && present.degree(word) > 0) {
        set = set.with(word, slider.valueProperty().get());
      }
    }
    return set;
  }

  static void setShown(NumberSlider slider, boolean shown) {
    slider.setVisible(shown);
    slider.setManaged(shown);
  }
}
