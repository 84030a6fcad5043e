/** Who a payload is from. `enterprise` is set for an organisation-wide installation only: it decides whose token answers. */
export function ownerOf(body: {
  readonly team?: { readonly id: string } | null;
  readonly user?: { readonly team_id?: string };
  readonly enterprise?: { readonly id: string };
  readonly is_enterprise_install?: boolean;
}): { team: string; enterprise: string | null } {
  return {
    team: body.team?.id ?? body.user?.team_id ?? "",
    enterprise: body.is_enterprise_install === true ? (body.enterprise?.id ?? null) : null,
  };
}
