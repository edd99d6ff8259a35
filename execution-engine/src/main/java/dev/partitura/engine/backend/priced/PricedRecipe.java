package dev.partitura.engine.backend.priced;

import dev.partitura.engine.backend.Recipe;

/// Nothing to compute.
enum PricedRecipe implements Recipe {
  STEP
}
