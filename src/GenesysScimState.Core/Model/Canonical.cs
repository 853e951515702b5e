namespace GenesysScimState.Core.Model;

public static class Canonical { public static AttributeValue Of(AttributeRow row, AttributeValue value) => value; }
