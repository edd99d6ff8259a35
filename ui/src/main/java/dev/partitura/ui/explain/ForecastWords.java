package dev.partitura.ui.explain;

import dev.partitura.engine.execute.simulate.Forecast;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;
import org.jspecify.annotations.Nullable;

/// How far off a prediction may be, in words.
public final class ForecastWords {
  private ForecastWords() {}

  /// In short, to stand behind what is predicted: `± 13 %`, or why that is not known.
  ///
  /// @param forecast null of a prediction that was kept before forecasts told it
  /// @param texts those beside this class
  public static String shortly(@Nullable Forecast forecast, Texts texts) {
    return said("forecast.short", forecast, texts);
  }

  /// The same in a sentence.
  public static String sentence(@Nullable Forecast forecast, Texts texts) {
    return said("forecast", forecast, texts);
  }

  private static String said(String key, @Nullable Forecast forecast, Texts texts) {
    if (forecast == null || !forecast.calibrated()) {
      return texts.get(key + ".catalogue");
    }
    var error = forecast.expectedError();
    return error.isPresent()
        ? texts.get(key + ".error", Format.percent(error.getAsDouble()))
        : texts.get(key + ".unknown");
  }
}
