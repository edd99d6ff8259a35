package dev.partitura.ui.run;

import dev.partitura.engine.plan.Parallelism;
import dev.partitura.engine.plan.Preset;
import dev.partitura.engine.plan.Presets;
import dev.partitura.ui.control.NumberSlider;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A slider for each degree of the presets; those of the present plan's preset are shown, where the
/// cluster leaves a choice.
final class DegreeSliders {
  private final Map<String, NumberSlider> byWord = new LinkedHashMap<>();

  DegreeSliders(Texts texts) {
    for (var preset : Presets.all()) {
      for (var word : preset.words()) {
        if (preset.hasDegrees()) {
          byWord.computeIfAbsent(
              word, _ -> new NumberSlider(texts.get("degree." + word), 1, 2, false));
        }
      }
    }
  }

  Collection<NumberSlider> all() {
    return byWord.values();
  }

  /// @param preset of the plan, or null
  void show(@Nullable Preset preset, Parallelism plan, int devices) {
    byWord.values().forEach(slider -> setShown(slider, false));
    var degrees = preset == null ? List.<Integer>of() : preset.degreesOf(plan);
    int all = degrees.stream().reduce(1, (one, other) -> one * Math.max(1, other));
    for (int i = 0; i < degrees.size(); i++) {
      int degree = degrees.get(i);
      var slider = preset == null ? null : byWord.get(preset.words().get(i));
      if (slider != null && degree > 0) {
        slider.setMost(Math.max(2, devices * degree / all));
        slider.valueProperty().set(degree);
        setShown(slider, devices > 2);
      }
    }
  }

  /// The degrees that are set; 0 for one that the preset finds itself.
  List<Integer> of(Preset preset, Parallelism plan) {
    var degrees = new ArrayList<>(preset.degreesOf(plan));
    for (int i = 0; i < degrees.size(); i++) {
      var slider = byWord.get(preset.words().get(i));
      if (slider != null && degrees.get(i) > 0) {
        degrees.set(i, slider.valueProperty().get());
      }
    }
    return degrees;
  }

  static void setShown(NumberSlider slider, boolean shown) {
    slider.setVisible(shown);
    slider.setManaged(shown);
  }
}
