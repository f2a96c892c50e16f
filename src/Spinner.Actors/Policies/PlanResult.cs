namespace Spinner.Policies;

/// <summary>A plan, or every error of the spec; never both.</summary>
internal sealed record PlanResult(ChildPlan? Plan, IReadOnlyList<string> Errors);
