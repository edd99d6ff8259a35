package dev.partitura.editor.edit;

import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.session.Edit;

/// Puts another plan in place of the present one.
public record ApplyPlan(Plan plan, String label) implements Edit {
  @Override
  public Project apply(Project before) {
    return plan.equals(before.plan()) ? before : before.withPlan(plan);
  }
}
