import { KeyPlate } from "@/components/ui/key-plate";

/** A personal token as it stands everywhere after it was shown once. */
export const TokenPlate = ({ hint }: { hint: string }) => <KeyPlate prefix="pst_pt_" hint={hint} />;
